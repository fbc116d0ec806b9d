# The bot without the sandbox. Node comes from the image and PostgreSQL from a server of its own (DATABASE_URL), so the optional
# packages that carry both for a bare machine stay out.
FROM node:26-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

FROM node:26-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates tini \
  && rm -rf /var/lib/apt/lists/* \
  && mkdir /data \
  && chown node:node /data
WORKDIR /app
COPY package.json manifest.json docker-entrypoint.sh ./
COPY --from=packages /app/node_modules node_modules
COPY src src
COPY patterns patterns
ENV NODE_ENV=production DATA_DIR=/data PORT=3000
USER node
EXPOSE 3000
VOLUME /data
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "/app/docker-entrypoint.sh"]
CMD ["node", "src/app.ts"]
