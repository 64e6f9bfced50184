import type { Plugin } from 'vite';

export function aloneBundle(): Plugin;
