// Names for runs: an adjective and an animal, drawn from the run's id. The same id has the same name everywhere.

const adjectives =
  'amber ashen bold brave brisk bright calm candid civil clear clever cosy crisp curious daring deft dusky eager early fair fleet fond frank free fresh gentle glad golden grand happy hardy honest humble jolly keen kind lively loyal lucid lunar mellow merry mild modest neat nimble noble patient placid plucky polite proud quick quiet rapid ready rosy shy silver sleek spry steady sunny swift'.split(
    ' ',
  );
const animals =
  'adder badger bat bear beaver bee bison boar crane crow deer dingo dove duck eagle egret elk falcon ferret finch fox frog gecko gnu goose hare hawk heron ibex ibis jay kite koala lark lemur linnet llama lynx marten mole moose moth mouse newt ocelot orca otter owl panda perch pike plover puma quail raven robin salmon seal shrew sloth stork swan tapir wren'.split(
    ' ',
  );

/** FNV-1a, which spreads short texts well. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

/** Two words; where other runs have them already a number follows. */
export function nameOf(id: string, taken: ReadonlySet<string> = new Set()): string {
  const value = hash(id);
  const animal = animals[value % animals.length];
  const adjective = adjectives[Math.floor(value / animals.length) % adjectives.length];
  const name = `${adjective} ${animal}`;
  for (let count = 2; taken.has(name); count++) {
    if (!taken.has(`${name} ${count}`)) return `${name} ${count}`;
  }
  return name;
}
