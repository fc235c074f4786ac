# The image of invoices-service. Stages that are built by name:
#   production    what runs: `docker build --build-arg VERSION=… --build-arg REVISION=… .` It is not built when what
#                 ships has a high advisory. In it: the bare base, Node's binary, the bundle; no npm, yarn, corepack.
#                 The base's own shell and apk are there, and nothing of ours needs them.
#   audit         the audit's report and the SBOM as files:
#                 `docker build --target audit --build-arg AUDITED_AT=$(date +%F) --output dist/audit .`
#   development   sources with a file watcher and a debugger, for docker-compose.dev.yml
#   standins      the CRM's services as stand-ins, for local work and the development cluster

# The Alpine of both images, so that Node's binary meets the C library that it was built against.
ARG ALPINE=3.23
# Node with npm: builds.
ARG BASE_IMAGE=node:24-alpine${ALPINE}
# What runs is put on this one.
ARG RUNTIME_IMAGE=alpine:${ALPINE}

FROM ${RUNTIME_IMAGE} AS bare

# --- what is added to the bare base: Node's binary, the C++ libraries that it names, a user with a name ---------------
FROM ${BASE_IMAGE} AS node
COPY --from=bare /etc/passwd /etc/group /runtime/etc/
RUN set -eu; \
    grep -q '^nodejs:' /runtime/etc/group || echo 'nodejs:x:1001:' >> /runtime/etc/group; \
    grep -q '^nodejs:' /runtime/etc/passwd \
        || echo 'nodejs:x:1001:1001:invoices-service:/app:/sbin/nologin' >> /runtime/etc/passwd; \
    node=$(command -v node); \
    for file in "$node" $(ldd "$node" | grep -oE '/[^ ]*/lib(stdc\+\+|gcc_s)\.so\.[0-9]+'); do \
        folder=/runtime$(dirname "$(readlink -f "$file")"); mkdir -p "$folder"; cp -L "$file" "$folder/"; \
    done

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
# Readable for every user, under any umask of the checkout. pg_isready finds its place by the link.
RUN node scripts/build.mjs && chmod -R a+rX dist && chmod a+x dist/service/pg-isready.js \
    && mkdir dist/bin && ln -s /app/pg-isready.js dist/bin/pg_isready

# --- no high advisory in what ships ----------------------------------------------------------------------------------
FROM dependencies AS audited
COPY --from=builder /src/dist/sbom.cdx.json ./dist/
COPY scripts/audit.mjs ./scripts/
# "allow-offline" builds where the registry has no advisories to ask for; the report then says that nothing was checked.
# "report" builds with high advisories too, such as an old release anew; the report lists them.
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
RUN printf '#!/bin/sh\nexec node /src/app/processes/pg-isready.ts "$@"\n' > /usr/local/bin/pg_isready \
    && chmod 755 /usr/local/bin/pg_isready
EXPOSE 3008 9464 9229
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "app/processes/healthcheck.ts"]
# `--watch` alone sees only the first change of a file that is replaced, as editors and Compose do; the folder's watch
# sees each.
ENTRYPOINT ["node", "--watch-path=./app", "--watch-preserve-output", "--inspect=0.0.0.0:9229", "app/main.ts"]
CMD ["serve"]

FROM bare AS standins
WORKDIR /app
COPY --from=node /runtime/ /
COPY --from=builder /src/dist/standins ./
ENV HOST=0.0.0.0
USER 1001:1001
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "-e", \
    "fetch(`http://127.0.0.1:${process.env.PORT}/_standin`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "main.js"]

# --- production: the bundle and the files it reads --------------------------------------------------------------------
FROM bare AS production
ENV NODE_ENV=production
WORKDIR /app
COPY --from=node /runtime/ /
COPY --from=builder /src/dist/bin/ /usr/local/bin/
COPY --from=builder /src/dist/service ./
# The report of the audit: without it there is no image.
COPY --from=audited /report/audit.json ./
ARG RUNTIME_IMAGE
ARG VERSION=
ARG REVISION=
# Of a release: `date -u +%FT%TZ`, the address of this repository, and the digest that RUNTIME_IMAGE had.
ARG CREATED=
ARG SOURCE=
ARG BASE_DIGEST=
LABEL org.opencontainers.image.title="invoices-service" \
      org.opencontainers.image.description="Invoices with gapless numbers, exact cents and recorded price sources" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.licenses="LicenseRef-UNLICENSED" \
      org.opencontainers.image.base.name="${RUNTIME_IMAGE}" \
      org.opencontainers.image.base.digest="${BASE_DIGEST}"
ENV VERSION=${VERSION} REVISION=${REVISION}
# nodejs, as a number so that Kubernetes can see that it is not root. Any other one works too: no file is written.
USER 1001:1001
EXPOSE 3008 9464
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "healthcheck.js"]
ENTRYPOINT ["node", "main.js"]
# serve: the API. work: the worker. migrate: brings the database up to this build. doctor: reports faults of the setup.
CMD ["serve"]
