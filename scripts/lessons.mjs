// Turns the lessons (src/lessons/*.yaml, texts in Markdown) into modules of plain data at build time, each loaded when it is
// opened. A mistake in a file ends the build with file, line, what is wrong and how to mend it; neither parsers nor HTML
// reach the page. The rules themselves are src/shared/lessons/check.ts.

import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { runnerImport } from 'vite';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { inProject } from './project.mjs';

const folder = inProject('src/lessons');
const prefix = 'virtual:lessons';

const lessonFiles = () => readdirSync(folder).filter((name) => name.endsWith('.yaml'));

/** Text with figures in braces: "the student has {student.accuracy in hot}". */
function readText(text, readFigure, say) {
  return text.split(/(\{[^{}]*\})/).flatMap((part) => {
    if (part === '') return [];
    if (!part.startsWith('{') || !part.endsWith('}')) return [{ kind: 'text', text: part }];
    const figure = readFigure(part.slice(1, -1));
    if (typeof figure !== 'string') return [{ kind: 'figure', figure }];
    say(figure);
    return [];
  });
}

const inlines = {
  text: ({ value }, { readFigure, say }) => readText(value.replace(/\n/g, ' '), readFigure, say),
  inlineCode: ({ value }) => [{ kind: 'code', text: value }],
  strong: (node, context) => [{ kind: 'strong', children: readInlines(node, context) }],
  emphasis: (node, context) => [{ kind: 'emphasis', children: readInlines(node, context) }],
  link(node, context) {
    if (!node.url.startsWith('https://')) context.say(`"${node.url}" does not begin with https://`);
    return [{ kind: 'link', url: node.url, children: readInlines(node, context) }];
  },
};

const readInlines = (parent, { readFigure, tell }) =>
  parent.children.flatMap((node) => {
    const line = node.position.start.line;
    const context = { readFigure, tell, say: (message) => tell(line, message) };
    const read = inlines[node.type];
    if (read !== undefined) return read(node, context);
    context.say(
      `Markdown of the kind "${node.type}" is not shown; use paragraphs, lists, *emphasis*, **strong**, \`code\` and links`,
    );
    return [];
  });

const readItem = (item, context) =>
  item.children.flatMap((part) => {
    if (part.type === 'paragraph') return readInlines(part, context);
    context.tell(part.position.start.line, 'a list may hold lines of text alone');
    return [];
  });

/** Markdown as the blocks of src/shared/lessons/lesson.ts. */
export function readProse(markdown, readFigure) {
  const mistakes = [];
  const context = { readFigure, tell: (line, message) => mistakes.push({ line, message }) };
  const prose = fromMarkdown(markdown).children.flatMap((node) => {
    if (node.type === 'paragraph') return [{ kind: 'paragraph', children: readInlines(node, context) }];
    if (node.type === 'list') {
      const items = node.children.map((item) => readItem(item, context));
      return [{ kind: 'list', ordered: node.ordered === true, items }];
    }
    context.tell(
      node.position.start.line,
      `Markdown of the kind "${node.type}" is not shown; use paragraphs and lists`,
    );
    return [];
  });
  return { prose, mistakes };
}

const load = async (file) =>
  (await runnerImport(inProject(file), { configFile: false, logLevel: 'error' })).module;

/** What lessons may name: panels of the closer look, read from their registry, and tables. */
function known() {
  const registry = readFileSync(inProject('src/ui/insight/panels.ts'), 'utf8');
  const rows = registry.slice(registry.indexOf('export const panels'));
  const panels = [...rows.matchAll(/^ {2}(\w+): \{$/gm)].map(([, id]) => id);
  return { panels, tables: readdirSync(inProject('public/tables')).filter((name) => name.endsWith('.csv')) };
}

/** The line of a place in the file: that of its value, or of the nearest thing around it. */
function lineOf(document, lines, { path, line = null }) {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    const at = lines.linePos(node.range[0]).line;
    const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
    return line === null ? at : at + line - (isBlock ? 0 : 1);
  }
  return 1;
}

/** Reads one lesson; throws an Error that names every mistake in it. `check` is src/shared/lessons/check.ts. */
export function compileLesson(id, source, check, names) {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const where = (line, message) => `src/lessons/${id}.yaml:${line}: ${message}`;
  if (document.errors.length > 0)
    throw new Error(
      document.errors.map(({ pos, message }) => where(lines.linePos(pos[0]).line, message)).join('\n'),
    );
  const { lesson, mistakes } = check.readLesson(id, document.toJS(), readProse, names);
  if (mistakes.length > 0)
    throw new Error(
      mistakes
        .map((mistake) =>
          where(
            lineOf(document, lines, mistake),
            `${mistake.path.join('.') || 'the lesson'}: ${mistake.message}`,
          ),
        )
        .join('\n'),
    );
  return lesson;
}

/** All lessons, in their order. Throws an Error that names every mistake. */
export async function compileLessons() {
  const check = await load('src/shared/lessons/check.ts');
  const names = known();
  const lessons = lessonFiles().map((file) =>
    compileLesson(basename(file, '.yaml'), readFileSync(`${folder}/${file}`, 'utf8'), check, names),
  );
  const sorted = lessons.sort((a, b) => a.number - b.number);
  sorted.forEach(({ id, number }, at) => {
    if (number !== at + 1)
      throw new Error(
        `src/lessons/${id}.yaml:1: number is ${number}; lessons are counted 1, 2, 3…, each number once`,
      );
  });
  return sorted;
}

/** The list of lessons as a module: what a list shows, and how the rest is loaded. */
const listModule = (lessons) =>
  `export const lessons = [\n${lessons
    .map(
      ({ id, number, title, about, minutes, steps }) =>
        `{ ...${JSON.stringify({ id, number, title, about, minutes, steps: steps.length })}, load: () => import('${prefix}/${id}') },`,
    )
    .join('\n')}\n];`;

/** A Vite plugin: `virtual:lessons` exports the list, `virtual:lessons/<id>` one lesson. */
export function lessonsPlugin() {
  let compiled = null;
  return {
    name: 'lessons',
    resolveId: (id) => (id === prefix || id.startsWith(`${prefix}/`) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      for (const file of lessonFiles()) this.addWatchFile(`${folder}/${file}`);
      compiled ??= compileLessons();
      const lessons = await compiled;
      const wanted = id.slice(prefix.length + 2);
      if (wanted === '') return listModule(lessons);
      return `export default ${JSON.stringify(lessons.find((lesson) => lesson.id === wanted))};`;
    },
    watchChange(file) {
      if (file.startsWith(folder)) compiled = null;
    },
    hotUpdate({ file }) {
      if (file.startsWith(folder)) compiled = null;
    },
  };
}
