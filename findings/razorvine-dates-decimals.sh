#!/usr/bin/env bash
# Razorvine.Pickle 1.5.0 (NuGet) shortens dates, durations and decimals of Python's pickles, seen 2026-11-30.
# Pickled by Python, protocol 4: a datetime, a time and a timedelta with 123456 microseconds, a Decimal of 34 digits (the size of IEEE
# decimal128) and the Decimal 1E-30; the other way, a DateTime with 1234567 ticks (123456.7 microseconds), in UTC.
# Expected, by the documentation of Python's datetime and decimal modules: all digits, which DateTime and TimeSpan have room for (ticks of
# 100 ns); a refusal where System.Decimal has none, as the same reader refuses 1E+30.
# Seen: dates, times and durations keep whole milliseconds only, in both directions. The 34 digits become 28 and 1E-30 becomes 0. No
# error; 1E+30 is an OverflowException.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >make.py <<'PYTHON'
import datetime, decimal, pickle
values = {
    "datetime": datetime.datetime(2026, 1, 2, 3, 4, 5, 123456),
    "time": datetime.time(3, 4, 5, 123456),
    "timedelta": datetime.timedelta(microseconds=123456),
    "digits": decimal.Decimal("0.1234567890123456789012345678901234"),
    "small": decimal.Decimal("1E-30"),
    "large": decimal.Decimal("1E+30"),
}
for name, value in values.items():
    with open(name + ".pickle", "wb") as file:
        pickle.dump(value, file, protocol=4)
PYTHON
python3 make.py

dotnet new console -n probe >log
dotnet add probe package Razorvine.Pickle --version 1.5.0 >>log
cat >probe/Program.cs <<'CSHARP'
using System.Globalization;
using Razorvine.Pickle;
foreach (var name in new[] { "datetime", "time", "timedelta", "digits", "small", "large" })
{
    string result;
    try
    {
        var value = new Unpickler().loads(File.ReadAllBytes(name + ".pickle"));
        result = value is DateTime date ? date.ToString("o") : Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }
    catch (Exception e) { result = e.GetType().Name; }
    Console.WriteLine($"{name}: {result}");
}
var utc = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(1234567);
File.WriteAllBytes("written.pickle", new Pickler().dumps(utc));
CSHARP
dotnet build probe -v quiet >>log || { cat log; exit 1; }
read_written='import pickle; print("written:", repr(pickle.load(open("written.pickle", "rb"))))'
{ dotnet probe/bin/Debug/net*/probe.dll && python3 -c "$read_written"; } | tee seen

cat >stated <<'TEXT'
datetime: 2026-01-02T03:04:05.1230000
time: 03:04:05.1230000
timedelta: 00:00:00.1230000
digits: 0.1234567890123456789012345679
small: 0.0000000000000000000000000000
large: OverflowException
written: datetime.datetime(2026, 1, 2, 3, 4, 5, 123000)
TEXT
if diff stated seen; then echo "as stated"; else echo "changed"; exit 1; fi
