// Trained teachers, kept for runs that differ in their students alone: as many as a repetition has seeds, as long as they
// fit into a bounded part of the memory. Which teacher suits which run is the session's to say.

import type { KeptTeacher } from '../engine/train.ts';
import { bytesOf } from '../shared/protocol/checkpoint.ts';

const mostTeachers = 24;
const mostBytes = 400e6;

const sizeOf = ({ state, second }: KeptTeacher): number => bytesOf([state, second ?? []].flat());

export function createKeptTeachers() {
  /** The one used last stands last. */
  const teachers = new Map<string, KeptTeacher>();
  const keep = (key: string, teacher: KeptTeacher): void => {
    teachers.delete(key);
    teachers.set(key, teacher);
  };
  return {
    get(key: string): KeptTeacher | undefined {
      const teacher = teachers.get(key);
      if (teacher !== undefined) keep(key, teacher);
      return teacher;
    },
    /** The newest stays whatever its size; the ones not used for longest give way. */
    keep(key: string, teacher: KeptTeacher): void {
      keep(key, teacher);
      let bytes = [...teachers.values()].reduce((sum, kept) => sum + sizeOf(kept), 0);
      for (const [oldest, kept] of teachers) {
        if (oldest === key || (teachers.size <= mostTeachers && bytes <= mostBytes)) break;
        teachers.delete(oldest);
        bytes -= sizeOf(kept);
      }
    },
  };
}
