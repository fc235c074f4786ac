import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allTexts } from '../../domain/printing/print-catalogue.ts';
import type { TypesettingSetup } from '../../platform/typesetting/typesetting-job.ts';

/**
 * Font files of the documents with the packages that bring them: Inter, and what stands in for letters that it has not
 * (Arabic, Hebrew, Chinese and Japanese, emoji). Also read by the build, which copies them beside the bundle.
 */
export const fontFiles = [
    '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
    '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
    '@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf',
    '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
    '@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf',
    '@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
    '@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf'
] as const;

/** Templates, fonts and texts: the files beside the bundle, or in the sources and `node_modules`. */
export function documentAssets(): TypesettingSetup {
    const besideBundle = fileURLToPath(new URL('./documents', import.meta.url));
    if (existsSync(besideBundle)) {
        return {
            templates: join(besideBundle, 'templates'),
            fonts: fontFiles.map((file) => join(besideBundle, 'fonts', basename(file))),
            texts: allTexts()
        };
    }
    return {
        templates: fileURLToPath(new URL('./templates', import.meta.url)),
        fonts: fontFiles.map(installedFile),
        texts: allTexts()
    };
}

/** A file of an installed package: looked for, because packages of fonts do not export their files. */
function installedFile(file: string): string {
    const folders = createRequire(import.meta.url).resolve.paths(file) ?? [];
    const found = folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
    if (found === undefined) {
        throw new Error(`the font ${file} is not installed: run npm ci`);
    }
    return found;
}
