#!/usr/bin/env bash
# SharpCompress 0.50.9 (NuGet): XZStream gives the first stream of an .xz file that has several, and then says that this was the end;
# seen 2026-12-01 on .NET 10.
# Expected, by The .xz File Format 1.2.1, section 2: a file is one or more streams, with or without zeros between them. `xz -d` and
# Python's lzma give all of it, as when parts that were packed one by one are put together with cat; a checkpoint that was appended to
# comes out cut.
# Seen: no error, the bytes of the first stream alone; the second, which has its own header, index and footer, is not looked at.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

printf 'first half, ' | xz -c >parts.xz
printf 'second half' | xz -c >>parts.xz
printf 'xz -d: %s\n' "$(xz -dc parts.xz)" >seen

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet new console -f net10.0 -o try >log
dotnet add try package SharpCompress --version 0.50.9 >>log
cat >try/Program.cs <<'CS'
using SharpCompress.Compressors.Xz;
using var stream = new XZStream(File.OpenRead(args[0]));
Console.WriteLine("SharpCompress: " + new StreamReader(stream).ReadToEnd());
CS
dotnet run --project try -- parts.xz >>seen
cat seen

cat >stated <<'TEXT'
xz -d: first half, second half
SharpCompress: first half, 
TEXT
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
