# syntax=docker/dockerfile:1

# Node 26 is the LTS line since October 2026: the one that gets fixes longest. CI also tests Node 20, the oldest we run on.
FROM node:26-slim AS base
WORKDIR /app
COPY package.json package-lock.json ./

FROM base AS dependencies
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM base AS build
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY script/clean-dist.mjs script/copy-assets.mjs script/
COPY src src
RUN npm run build

FROM node:26-slim
# The words of the charts that Slack gets as pictures; without a font they would be empty boxes.
RUN apt-get update \
  && apt-get install -y --no-install-recommends fontconfig fonts-dejavu-core \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    VIGIE_CONFIG=/etc/vigie/vigie.yaml
WORKDIR /app
# Owned by root: the process can read its code and not change it.
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
