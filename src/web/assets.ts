/** What pages load: the design system's stylesheet, fonts and icons out of its package, and our own stylesheet. Nothing from elsewhere. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express, { type RequestHandler, Router } from 'express';
import { projectRoot } from '../project-root.ts';
import { hourClasses } from './hour-classes.ts';
import { iconClasses } from './icon-classes.ts';

export interface Assets {
  /** The design system's, then ours. */
  readonly stylesheets: readonly string[];
  /** An address of the sprite that `#name` is added to. */
  readonly icons: string;
  readonly favicon: string;
  readonly routes: Router;
}

/** Of the design system's icons; more would only be carried. */
export const iconNames = [
  ...['account', 'arrow-forward', 'business', 'calendar-month', 'check', 'chevron-right', 'error', 'help', 'home', 'hourglass'],
  ...['info', 'language', 'location', 'lock', 'persons', 'print', 'search', 'smartphone', 'support-agent', 'sync', 'time', 'videocam'],
  ...['visibility', 'visibility-off', 'warning', 'accessibility-new'],
] as const;
export type IconName = (typeof iconNames)[number];

const dkfds = dirname(dirname(createRequire(import.meta.url).resolve('dkfds')));

/** An address names its content, so that it may be kept for good and still be new tomorrow. */
const FOR_GOOD = 'public, max-age=31536000, immutable';

export function createAssets(): Assets {
  const { version } = JSON.parse(readFileSync(join(dirname(dkfds), 'package.json'), 'utf8')) as { version: string };
  const design = `/assets/dkfds-${version}`;
  const routes = Router();
  const serve = (folder: string, ending: string, type: string, text: string): string => {
    const body = Buffer.from(text);
    const address = `${folder}/${createHash('sha256').update(body).digest('hex').slice(0, 10)}.${ending}`;
    routes.get(address, kept(type, body));
    return address;
  };
  const assets: Assets = {
    stylesheets: [
      serve(`${design}/css`, 'css', 'text/css', readFileSync(join(dkfds, 'css/dkfds-borgerdk.min.css'), 'utf8')),
      serve('/assets', 'css', 'text/css', ownStyles()),
    ],
    icons: serve('/assets', 'svg', 'image/svg+xml', sprite()),
    favicon: serve('/assets', 'svg', 'image/svg+xml', svgOf('calendar-month')),
    routes,
  };
  // The stylesheet names fonts and images by addresses beside its own.
  for (const folder of ['fonts', 'img']) {
    routes.use(
      `${design}/${folder}`,
      express.static(join(dkfds, folder), { index: false, setHeaders: (res) => res.set('Cache-Control', FOR_GOOD) }),
    );
  }
  return assets;
}

const ownStyles = (): string =>
  [
    ...['pages', 'adoption', 'quality'].map((name) => readFileSync(join(projectRoot, `src/web/assets/${name}.css`), 'utf8')),
    hourClasses,
    iconClasses(svgOf),
  ].join('');

function kept(type: string, body: Buffer): RequestHandler {
  const zipped = gzipSync(body);
  return (req, res) => {
    res.set({ 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': FOR_GOOD, Vary: 'Accept-Encoding' });
    if (req.acceptsEncodings('gzip') === 'gzip') res.set('Content-Encoding', 'gzip').end(zipped);
    else res.end(body);
  };
}

const sprite = (): string => `<svg xmlns="http://www.w3.org/2000/svg">${iconNames.map(symbolOf).join('')}</svg>`;

const svgOf = (name: IconName): string => readFileSync(join(dkfds, 'img/svg-icons', `${name}.svg`), 'utf8');

function symbolOf(name: IconName): string {
  const svg = svgOf(name);
  const viewBox = /viewBox="([^"]+)"/.exec(svg)?.[1] ?? '0 0 24 24';
  const content = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
  return `<symbol id="${name}" viewBox="${viewBox}">${content}</symbol>`;
}
