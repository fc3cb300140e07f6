# The same image serves web, worker, beat and migrations; docker-compose.yml says which.
FROM python:3.11.11-slim-bookworm AS libraries
WORKDIR /build
COPY requirements-s3.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-s3.txt

FROM python:3.11.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 1000 --create-home jalon \
    && install -d -o jalon /data
COPY --from=libraries /venv /venv
COPY --chown=jalon . /jalon
WORKDIR /jalon
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 JALON_DATA=/data
USER jalon
# The secret of the build signs nothing: it only lets the settings load. Desktop fonts are not served.
RUN SECRET_KEY=build-only python manage.py collectstatic --noinput --verbosity 0 --ignore "*.otf"
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=4 CMD ["python", "-m", "demo.running.health"]
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=8"]
