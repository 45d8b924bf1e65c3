/** One image of CIFAR-10: its label and its pixels, channels last. */
export interface Cifar10Image {
  readonly label: number;
  readonly pixels: Uint8Array;
}

/** Writes a batch in the binary version, from the description on its web page: the other side of `labelledCifar10`. */
export function writeCifar10(images: readonly Cifar10Image[]): Uint8Array {
  const batch: number[] = [];
  for (const { label, pixels } of images) {
    batch.push(label);
    for (let channel = 0; channel < 3; channel++) {
      for (let y = 0; y < 32; y++) {
        for (let x = 0; x < 32; x++) batch.push(pixels[(y * 32 + x) * 3 + channel]!);
      }
    }
  }
  return Uint8Array.from(batch);
}
