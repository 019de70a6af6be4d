// Builds what the browser gets into ../src/sluitend/web/static/build, and sets the letters of the PDF in place. Run by
// `node build.mjs`; no other tool is needed.
//
//   src/sluitend.css, then every src/*/*.css outside theme/   -> sluitend.css (and fonts/)
//   every src/pages/NAME.js                                    -> NAME.js, one module for the page that asks for it
//   icons.json, a list of Tabler icon names                    -> icons.json, the inside of each SVG by name
//   the packages that went in                                  -> LICENCES.txt
//   the fonts of the report in PDF                             -> ../src/sluitend/formats/report/fonts
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(here, "../src/sluitend/web/static/build");
const fresh = `${target}.new`;
const letters = path.join(here, "../src/sluitend/formats/report/fonts");
const common = { absWorkingDir: here, bundle: true, minify: true, metafile: true, legalComments: "none", logLevel: "info" };

async function filesIn(folder, extension) {
  const entries = await readdir(path.join(here, folder), { recursive: true });
  return entries.filter((name) => name.endsWith(extension)).sort();
}

async function buildStyles() {
  const sheets = (await filesIn("src", ".css")).filter((name) => name.includes(path.sep) && !name.startsWith("theme"));
  const contents = ["sluitend.css", ...sheets].map((name) => `@import "./${name.split(path.sep).join("/")}";`).join("\n");
  return build({
    ...common,
    stdin: { contents, loader: "css", resolveDir: path.join(here, "src"), sourcefile: "all.css" },
    outfile: path.join(fresh, "sluitend.css"),
    loader: { ".woff2": "file" },
    assetNames: "fonts/[name]",
    target: ["chrome111", "firefox115", "safari16.4"],
  });
}

async function buildScripts() {
  const pages = await filesIn("src/pages", ".js");
  return build({
    ...common,
    entryPoints: pages.map((name) => path.join("src/pages", name)),
    outdir: fresh,
    format: "esm",
    target: "es2022",
  });
}

async function buildIcons() {
  const names = JSON.parse(await readFile(path.join(here, "icons.json"), "utf8"));
  const shapes = {};
  for (const name of names) {
    const svg = await readFile(path.join(here, `node_modules/@tabler/icons/icons/outline/${name}.svg`), "utf8");
    const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    shapes[name] = inside.replaceAll(/\s*\n\s*/g, "");
  }
  await writeFile(path.join(fresh, "icons.json"), JSON.stringify(shapes));
  await writeFile(path.join(fresh, "favicon.svg"), favicon(shapes["topology-star-3"]));
}

function favicon(shape) {
  const lines = `<g fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shape}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 32 32"><rect x="-4" y="-4" width="32" height="32" rx="6" fill="#062c30"/>${lines}</svg>`;
}

/** The report in PDF has its letters in it: static TrueType, since that is what it is set with. */
async function setLetters() {
  const styles = ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"];
  const faces = styles.map((style) => `@expo-google-fonts/source-sans-3/${style}/SourceSans3_${style}.ttf`);
  const rest = ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique"];
  const files = [...faces, ...rest.map((name) => `dejavu-fonts-ttf/ttf/${name}.ttf`)];
  await rm(`${letters}.new`, { recursive: true, force: true });
  await mkdir(`${letters}.new`, { recursive: true });
  const copied = (name) => copyFile(path.join(here, "node_modules", name), path.join(`${letters}.new`, path.basename(name)));
  await Promise.all(files.map(copied));
  await rm(letters, { recursive: true, force: true });
  await rename(`${letters}.new`, letters);
}

const OUTSIDE = ["@tabler/icons", "@expo-google-fonts/source-sans-3", "dejavu-fonts-ttf"].map((name) => `node_modules/${name}`);

/** The folders of the packages of which a file went into the bundles; icons and letters are read outside esbuild. */
function packagesIn(results) {
  const inputs = results.flatMap((result) => Object.keys(result.metafile.inputs));
  const folders = inputs.map((name) => name.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean);
  return [...new Set([...folders, ...OUTSIDE])].sort();
}

async function licenceOf(folder) {
  const about = JSON.parse(await readFile(path.join(here, folder, "package.json"), "utf8"));
  const file = (await readdir(path.join(here, folder))).find((name) => /^licen[cs]e/i.test(name));
  const text = file ? await readFile(path.join(here, folder, file), "utf8") : "";
  return `${about.name} ${about.version}: ${about.license}\n\n${text}`.trim();
}

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const results = await Promise.all([buildStyles(), buildScripts()]);
await buildIcons();
await setLetters();
const licences = await Promise.all(packagesIn(results).map(licenceOf));
await writeFile(path.join(fresh, "LICENCES.txt"), `${licences.join(`\n\n${"-".repeat(80)}\n\n`)}\n`);
await rm(target, { recursive: true, force: true });
await rename(fresh, target);
