# jackin, Claude Code and Codex. Nothing in it but these three, git, ripgrep and a
# shell: a project's own tools come in an image built on this one.
#
#   docker build -t jackin .
#
# It builds with the classic builder too, so it uses nothing of BuildKit's.

FROM golang:1.26-bookworm AS jackin
ARG VERSION=
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download || (sleep 5; go mod download) || (sleep 15; go mod download)
COPY . .
# 0711: who may not read the binary can't trace or dump what runs from it either.
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X jackin/cmd/internal/cli.version=$VERSION" -o /out/jackin ./cmd/jackin \
 && chmod 0711 /out/jackin

FROM debian:bookworm-slim AS agents
RUN apt-get -o Acquire::Retries=4 update \
 && apt-get -o Acquire::Retries=4 install -y --no-install-recommends ca-certificates npm
# What they do at their start, on the screen and with keys is measured at these
# versions.
ARG CLAUDE_VERSION=2.1.330
ARG CODEX_VERSION=0.169.0
COPY .ci/image-agents /usr/local/bin/
RUN image-agents "$(dpkg --print-architecture)" "$CLAUDE_VERSION" "$CODEX_VERSION" /out

FROM debian:bookworm-slim
ARG VERSION=
ARG CLAUDE_VERSION=2.1.330
ARG CODEX_VERSION=0.169.0
LABEL org.opencontainers.image.title="jackin" \
      org.opencontainers.image.description="Coding agents in tabs, each with the key of its own provider alone" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.base.name="docker.io/library/debian:bookworm-slim" \
      jackin.claude.version="$CLAUDE_VERSION" \
      jackin.codex.version="$CODEX_VERSION"
RUN apt-get -o Acquire::Retries=4 update \
 && apt-get -o Acquire::Retries=4 install -y --no-install-recommends bash ca-certificates git less ripgrep \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/apt /var/log/dpkg.log \
# Who mounts a project has uid 1000 more often than not.
 && useradd --uid 1000 --user-group --create-home --shell /bin/bash agent \
 && install -d -o agent -g agent /workspace \
 && install -d /run/jackin /etc/jackin \
# Claude Code's first start asks for a theme and the like; root is for --user 0.
 && echo '{"hasCompletedOnboarding":true}' | tee /root/.claude.json >/home/agent/.claude.json \
 && chown agent:agent /home/agent/.claude.json \
 && chmod 0600 /root/.claude.json /home/agent/.claude.json \
 && ln -s ../../../opt/codex/bin/codex /usr/local/bin/codex
COPY --from=agents /out/bin/claude /usr/local/bin/
COPY --from=agents /out/codex /opt/codex
COPY --from=jackin /out/jackin /usr/local/bin/
# JACKIN_IMAGE: agents start without questions here. The agents are updated by a
# new image: their own updaters can't write where they are.
ENV JACKIN_IMAGE=1 \
    JACKIN_USER=agent \
    DISABLE_AUTOUPDATER=1 \
    LANG=C.UTF-8
WORKDIR /workspace
# Before Go's runtime is up, init would lose a SIGTERM, but not this one.
STOPSIGNAL SIGRTMIN+3
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["jackin", "healthz"]
ENTRYPOINT ["jackin"]
