# The image of invoices-service. Stages that are built by name:
#   production    what runs: `docker build --build-arg VERSION=… --build-arg REVISION=… .`
#   audit         fails on a high advisory in what ships, and holds the SBOM:
#                 `docker build --target audit --build-arg AUDITED_AT=$(date +%F) --output dist/audit .`
#   development   sources with a file watcher and a debugger, for docker-compose.dev.yml
#   standins      the CRM's services as stand-ins, for local work and the development cluster
ARG BASE_IMAGE=node:24-alpine

# --- the base of all other stages; a change of the sources does not install again --------------------------------------
FROM ${BASE_IMAGE} AS dependencies
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
# Install scripts only download binaries that the base image has (node) or that the image does not need (PostgreSQL).
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --loglevel=error

FROM dependencies AS builder
# Prisma's engine is WebAssembly in the package itself; a path here keeps the generator from downloading the native one.
ENV PRISMA_SCHEMA_ENGINE_BINARY=/bin/true CHECKPOINT_DISABLE=1 PRISMA_HIDE_UPDATE_MESSAGE=1
COPY tsconfig.json ./
COPY prisma ./prisma
RUN node node_modules/prisma/build/index.js generate
COPY scripts ./scripts
COPY app ./app
# Readable for every user, under any umask of the checkout.
RUN node scripts/build.mjs && chmod -R a+rX dist

# --- no high advisory in what ships ----------------------------------------------------------------------------------
FROM dependencies AS audited
COPY --from=builder /src/dist/sbom.cdx.json ./dist/
COPY scripts/audit.mjs ./scripts/
# "allow-offline" builds where the registry has no advisories to ask for; the report then says that nothing was checked.
ARG AUDIT=required
# Any other text checks again: advisories come while the packages stay the same.
ARG AUDITED_AT=
RUN echo "Audit of ${AUDITED_AT:-this build}" && AUDIT="${AUDIT}" node scripts/audit.mjs dist/sbom.cdx.json /report

FROM scratch AS audit
COPY --from=audited /report /
COPY --from=builder /src/dist/sbom.cdx.json /

# --- the sources, restarted with each change -------------------------------------------------------------------------
FROM builder AS development
ENV NODE_ENV=development
EXPOSE 3008 9464 9229
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "app/processes/healthcheck.ts"]
ENTRYPOINT ["node", "--watch", "--watch-preserve-output", "--inspect=0.0.0.0:9229", "app/main.ts"]
CMD ["serve"]

FROM ${BASE_IMAGE} AS standins
WORKDIR /app
COPY --from=builder /src/dist/standins ./
ENV HOST=0.0.0.0
USER 1001:1001
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "-e", \
    "fetch(`http://127.0.0.1:${process.env.PORT}/_standin`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "main.js"]

# --- production: the bundle and the files it reads, no package manager, no shell ---------------------------------------
FROM ${BASE_IMAGE} AS production
ENV NODE_ENV=production
WORKDIR /app
COPY --from=builder /src/dist/service ./
ARG BASE_IMAGE
ARG VERSION=
ARG REVISION=
LABEL org.opencontainers.image.title="invoices-service" \
      org.opencontainers.image.description="Invoices with gapless numbers, exact cents and recorded price sources" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${BASE_IMAGE}"
ENV VERSION=${VERSION} REVISION=${REVISION}
# A number, so that Kubernetes can see that it is not root. Any other one works too: no file is written.
USER 1001:1001
EXPOSE 3008 9464
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "healthcheck.js"]
ENTRYPOINT ["node", "main.js"]
# serve: the API. work: the worker. migrate: brings the database up to this build. doctor: reports faults of the setup.
CMD ["serve"]
