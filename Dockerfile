# The bot in a small image: no compiler, no package manager's cache, no root.
#
# Pin both base images by digest when you build for production, so that a moved tag changes nothing:
#   docker buildx imagetools inspect python:3.11-slim-bookworm
# and write FROM python:3.11-slim-bookworm@sha256:... below.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
WORKDIR /src
COPY requirements/build.txt requirements/runtime.txt requirements/
RUN pip install --require-hashes --only-binary :all: -r requirements/build.txt \
 && python -m venv /opt/bot \
 && /opt/bot/bin/pip install --require-hashes --only-binary :all: -r requirements/runtime.txt
COPY . .
RUN pip wheel --no-index --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/bot/bin/pip install --no-index --no-deps /wheels/*.whl

FROM python:3.11-slim-bookworm
ENV PATH=/opt/bot/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LOG_JSON=true
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin bot \
 && install --directory --owner bot --group bot --mode 0700 /srv/bot /srv/bot/data
COPY --from=build /opt/bot /opt/bot
USER bot
WORKDIR /srv/bot
# With SQLite everything is kept in data/; with PostgreSQL what Slack tells while it is down.
VOLUME /srv/bot/data
ENTRYPOINT ["mlops-bot"]
CMD ["serve"]
# The page answers only while the event loop turns. It exists while the web chat is on.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ.get('WEBCHAT_PORT', '8765') + '/', timeout=2)"]
