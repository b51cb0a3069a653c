// Reads one calendar message from standard input with ical.js, and writes what it found as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const [entry, ...others] = calendar.getAllSubcomponents("vevent");
if (others.length) { throw new Error("more than one entry"); }
const event = new ICAL.Event(entry);
const value = (name) => String(entry.getFirstPropertyValue(name) ?? "");
const attendees = entry.getAllProperties("attendee").map((one) => [one.getFirstValue(), one.getParameter("cn"), one.getParameter("rsvp")]);
console.log(JSON.stringify({
  method: calendar.getFirstPropertyValue("method"),
  uid: event.uid,
  sequence: event.sequence,
  title: event.summary,
  place: event.location ?? "",
  starts: event.startDate.toUnixTime(),
  ends: event.endDate.toUnixTime(),
  clock: event.startDate.toString(),
  zone: event.startDate.zone.tzid,
  status: value("status"),
  organizer: value("organizer"),
  attendees,
}));
