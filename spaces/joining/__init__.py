"""How people and organisations come to take part: asked by the coordinator, or asking themselves."""
