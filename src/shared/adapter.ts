// Names of graphics adapters, and whether one is only imitated in software. Imports nothing; asks no device.

export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly isFallbackAdapter: boolean;
}

/** Describes an adapter the way people know it. */
export function adapterName({ vendor, architecture, description }: AdapterInfo): string {
  return description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
}

const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i;

/** Whether a driver that calls itself so only imitates a graphics card. */
export const isSoftwareName = (name: string): boolean => softwareNames.test(name);

export const isSoftware = ({ vendor, architecture, description, isFallbackAdapter }: AdapterInfo): boolean =>
  isFallbackAdapter || isSoftwareName([vendor, architecture, description].join(' '));
