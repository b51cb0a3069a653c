# Production image. Every step is a command that is run without Docker too (docs/operations.md).
FROM python:3.13-slim-bookworm

WORKDIR /srv/schakel
ENV PYTHONUNBUFFERED=1 \
    SCHAKEL_MODE=production \
    SCHAKEL_VAR=/srv/schakel/var \
    SCHAKEL_MEDIA=/srv/media \
    XDG_CACHE_HOME=/tmp

# Packages first: they change less often than our own code.
COPY bin/setup bin/setup
COPY config/__init__.py config/translations.py config/
COPY locale locale
COPY requirements.txt requirements-dev.txt package.json package-lock.json .npmrc ./
RUN bin/setup --production && rm -rf /var/lib/apt/lists/*

COPY . .
# The values are for this one command: it asks neither database nor Redis, and keeps nothing of them.
RUN SCHAKEL_SECRET_KEY="$(head -c 64 /dev/urandom | base64 -w0)" SCHAKEL_HOSTS=build \
    DATABASE_URL=postgresql:///build REDIS_URL=redis://build/0 \
    .venv/bin/python manage.py collectstatic --no-input --verbosity 0

RUN useradd --system --no-create-home --uid 10001 schakel \
    && mkdir -p /srv/media && chown schakel: /srv/media /srv/schakel/var
USER schakel
VOLUME /srv/media
EXPOSE 8000
ENV PATH=/srv/schakel/.venv/bin:$PATH
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--max-requests=5000", "--max-requests-jitter=500"]
