// The part of ONNX's file format that is written here (https://onnx.ai, onnx.proto): plain objects to protocol buffers.
// Numbers are the fields' in onnx.proto. Knows no model.

import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { NamedTensor } from '../../shared/portable.ts';
import { littleEndian } from '../tensors.ts';

export type Attribute = number | readonly number[] | { readonly float: number };

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** An input or output; sides that may be of any length carry a name. */
export interface Port {
  readonly name: string;
  readonly type: 'float' | 'int64';
  readonly shape: readonly (number | string)[];
}

export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: NamedTensor['values'] | readonly bigint[];
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Runs since 2022: LayerNormalization came with it. */
export const opset = 17;
const irVersion = 8;

type Fill = (writer: BinaryWriter) => void;

const elementTypes = { float: 1, int64: 7 } as const;
const attributeTypes = { float: 1, int: 2, ints: 7 } as const;

const text = (writer: BinaryWriter, field: number, value: string) =>
  writer.tag(field, WireType.LengthDelimited).string(value);
const whole = (writer: BinaryWriter, field: number, value: number) =>
  writer.tag(field, WireType.Varint).int64(value);

function message(writer: BinaryWriter, field: number, fill: Fill): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  fill(writer);
  writer.join();
}

function writeAttribute(writer: BinaryWriter, name: string, value: Attribute): void {
  text(writer, 1, name);
  if (typeof value === 'number') {
    whole(writer, 3, value);
    whole(writer, 20, attributeTypes.int);
  } else if ('float' in value) {
    writer.tag(2, WireType.Bit32).float(value.float);
    whole(writer, 20, attributeTypes.float);
  } else {
    for (const entry of value) whole(writer, 8, entry);
    whole(writer, 20, attributeTypes.ints);
  }
}

function writeNode(writer: BinaryWriter, { op, inputs, output, attributes }: Node): void {
  for (const input of inputs) text(writer, 1, input);
  text(writer, 2, output);
  text(writer, 3, output);
  text(writer, 4, op);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, 5, (inner) => writeAttribute(inner, name, value));
  }
}

function bytes(values: Constant['values']): Uint8Array {
  if (values instanceof Float32Array || values instanceof Int32Array) return littleEndian(values);
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (const [i, value] of values.entries()) view.setBigInt64(8 * i, value, true);
  return new Uint8Array(view.buffer);
}

function writeConstant(writer: BinaryWriter, { name, shape, values }: Constant): void {
  for (const side of shape) whole(writer, 1, side);
  whole(writer, 2, values instanceof Float32Array ? elementTypes.float : elementTypes.int64);
  text(writer, 8, name);
  writer.tag(9, WireType.LengthDelimited).bytes(bytes(values));
}

function writePort(writer: BinaryWriter, { name, type, shape }: Port): void {
  text(writer, 1, name);
  message(writer, 2, (portType) =>
    message(portType, 1, (tensorType) => {
      whole(tensorType, 1, elementTypes[type]);
      message(tensorType, 2, (sides) => {
        for (const side of shape) {
          message(sides, 1, (inner) => {
            if (typeof side === 'number') whole(inner, 1, side);
            else text(inner, 2, side);
          });
        }
      });
    }),
  );
}

/** A model file. */
export function writeModel(graph: Graph): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  whole(writer, 1, irVersion);
  text(writer, 2, 'distillation-playground');
  message(writer, 7, (inner) => {
    for (const node of graph.nodes) message(inner, 1, (w) => writeNode(w, node));
    text(inner, 2, graph.name);
    for (const constant of graph.constants) message(inner, 5, (w) => writeConstant(w, constant));
    for (const port of graph.inputs) message(inner, 11, (w) => writePort(w, port));
    for (const port of graph.outputs) message(inner, 12, (w) => writePort(w, port));
  });
  message(writer, 8, (set) => {
    text(set, 1, '');
    whole(set, 2, opset);
  });
  for (const [key, value] of Object.entries(graph.metadata)) {
    message(writer, 14, (entry) => {
      text(entry, 1, key);
      text(entry, 2, value);
    });
  }
  return writer.finish();
}
