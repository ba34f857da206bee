using System.Text;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Globals;

namespace SafeLoad.Cli.Tests;

/// <summary>docs/catalogue.md is made from <see cref="HarmlessGlobals"/>. SAFELOAD_UPDATE_DOCS=1 writes it anew.</summary>
public sealed class CatalogueDocumentTests
{
    [Test]
    public void GivenEveryEntry_TheDocumentListsIt()
    {
        var document = new Document("docs/catalogue.md");
        document.ShouldHold(document.Text, Produce());
    }

    private static string Produce()
    {
        var entries = HarmlessGlobals.All.ToArray();
        var text = new StringBuilder($"""
            # The catalogue of harmless names

            For whoever reviews what the scanner takes for harmless: {entries.Length:N0} names that are not on PyTorch's list and do
            nothing but hold data, each an exact pair of module and name, with the least use that honest files need and the reason.
            How uses are held: [scanning.md](scanning.md). Which special methods each class has, and whose, as Python says where it
            could be imported and its sources where not: [special-methods.txt](../tests/SafeLoad.Tests/Globals/special-methods.txt).
            This page is produced from `HarmlessGlobals` by a test; `{Document.Variable}=1 dotnet test tests/SafeLoad.Cli.Tests` writes
            it anew.

            What is called with data, in C too, was tried under Python 3.11 with NumPy 1.24, PyTorch 1.13, pandas 1.5 and scikit-learn
            1.2: 131 functions and classes were given objects that tell of each special method that is asked of them, classes,
            functions, and texts that name files and modules, in every place. They call none of those, but for NumPy's functions that
            make generators and those that say that they make an object of a class; and open no file, but for pandas, which reads a
            time zone by a path. The scanner reports both uses. In the same way `__new__` of every class of an operand was tried.
            What other releases and libraries have (pandas 3, pyarrow, PyTorch 2.11, SciPy 1.16 and later, SymPy, cupy) was read in its
            sources.

            | use | a pickle may |
            |---|---|
            | name | name it |
            | operand | also make an empty object of it and set its state; its constructor does not run |
            | value | also call it with data; its constructor was read or tried |
            | shared | call it with data; what it gives others hold too, so its state may not be set |

            """.ReplaceLineEndings("\n"));
        foreach (var package in entries.GroupBy(static entry => entry.Module.Split('.')[0]))
        {
            text.Append($"\n## {package.Key}\n\n| module | names | use | why it is harmless |\n|---|---|---|---|\n");
            foreach (var line in package.GroupBy(static entry => (entry.Module, entry.Known)))
            {
                string names = string.Join(", ", line.Select(static entry => entry.Name));
                text.Append($"| `{line.Key.Module}` | {names} | {UseOf(line.Key.Known)} | {line.Key.Known.Reason} |\n");
            }
        }
        return text.ToString();
    }

    private static string UseOf(HarmlessGlobal known) => known switch
    {
        { IsShared: true } => "shared",
        { Use: GlobalUse.Name } => "name",
        { Use: GlobalUse.Operand } => "operand",
        _ => "value",
    };
}
