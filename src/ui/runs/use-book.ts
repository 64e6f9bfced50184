// How components reach the book of runs: one beside each page, made when it is first asked for.

import { useStore } from 'zustand';
import { createBook } from '../../store/runs/book.ts';
import type { Book, BookActions, BookState } from '../../store/runs/state.ts';
import type { Store } from '../../store/store.ts';
import { usePageStore } from '../store-context.tsx';

const books = new WeakMap<Store, Book>();

export function bookOf(page: Store): Book {
  const book = books.get(page) ?? createBook(page);
  books.set(page, book);
  return book;
}

/** A part of the book's state or one of its actions. */
export function useBook<T>(select: (state: BookState & BookActions) => T): T {
  return useStore(bookOf(usePageStore()), select);
}
