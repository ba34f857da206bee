using SafeLoad.Scanning;

namespace SafeLoad.Diagnostics;

// Globals and calls: 20xx.
internal static partial class DiagnosticTable
{
    private static DiagnosticRow[] Globals() =>
    [
        new(DiagnosticId.DangerousGlobal, DiagnosticKind.Finding, Severity.Error, Verdict.Dangerous, 9.8,
            "A global known to run code, load code, or reach files, processes, the network or the interpreter.",
            "Whoever opens the file with plain pickle, torch.load without weights_only, joblib and the like runs it, with all rights "
                + "of that process. Nothing honest in a file of weights needs it.",
            Next: "do not load it anywhere; look at where it came from (`safeload disasm FILE` shows the call and its arguments) and "
                + "delete it",
            Affected: "every release with weights_only=False, the default before 2.6; up to 2.5.1 also with weights_only=True, in the "
                + "tar format of before 0.1.10 (CVE-2025-32434)"),
        new(DiagnosticId.UnknownGlobal, DiagnosticKind.Finding, Severity.Warning, Verdict.Suspicious, 7.0,
            "A global that is neither allowed nor known.",
            "Whoever opens the file with plain pickle imports the module and can call what it names. It may be a class of the model's "
                + "own program, or something made to look like one.",
            Next: "find out what the name is before anything imports it (`safeload disasm FILE` shows how it is used); ask for a state "
                + "dict"),
        new(DiagnosticId.DisallowedGlobal, DiagnosticKind.Disallowed, Severity.Warning, Verdict.Suspicious, 6.5,
            "Loading refuses a global that is not on PyTorch's list of safe globals.",
            "torch.load(weights_only=True) refuses the file too; programs that then load it without weights_only run what it names.",
            Next: "load it with SafeLoad alone, which refuses it; ask its maker for a state dict"),
        new(DiagnosticId.DisallowedOpcode, DiagnosticKind.Disallowed, Severity.Warning, Verdict.Suspicious, 5.5,
            "Loading refuses an opcode that `torch.save` never writes.",
            "Opcodes that torch.save does not write are used to hide what a pickle does from readers that know fewer of them.",
            Next: "do not load the file elsewhere; `safeload disasm FILE` shows the opcode; ask its maker for a state dict"),
        new(DiagnosticId.DisallowedCall, DiagnosticKind.Disallowed, Severity.Warning, Verdict.Suspicious, 6.5,
            "An allowed name is used in a way that is not allowed.",
            "Harmless names called in unusual ways change objects that other code trusts.",
            Next: "do not load the file elsewhere; ask its maker for a state dict"),
        new(DiagnosticId.ExtensionCode, DiagnosticKind.Finding, Severity.Warning, Verdict.Suspicious, 7.5,
            "An EXT opcode, whose meaning depends on the process that reads it.",
            "The code stands for a global that the reading process registered: the file alone does not say what is called.",
            Next: "do not load the file elsewhere; ask its maker for a state dict"),
        new(DiagnosticId.ComputedGlobal, DiagnosticKind.Finding, Severity.Error, Verdict.Dangerous, 9.8,
            "A global's name is computed while the pickle runs.",
            "A name that is put together by a call can be any, os.system too, and no list of names sees it.",
            Next: "do not load it anywhere; look at where it came from (`safeload disasm FILE` shows the call) and delete it"),
        new(DiagnosticId.CodeInFile, DiagnosticKind.Disallowed, Severity.Warning, Verdict.Suspicious, 6.5,
            "Program code travels in the file (TorchScript, torch.package, a Lua function).",
            "A program and not weights alone: who runs the model runs it. TorchScript and torch.package are made for that; "
                + "weights_only refuses them.",
            Next: "run it only if you trust who made it; ask for a state dict",
            Others: [new(Severity.Note, Verdict.Clean, "where no loader runs it")]),
        new(DiagnosticId.UnexpectedUse, DiagnosticKind.Finding, Severity.Warning, Verdict.Suspicious, 6.5,
            "A harmless global is used in another way than the one in which it is harmless.",
            "A class whose saved state does no more than set attributes can do anything in its constructor; honest files do not call that.",
            Next: "look at the call (`safeload disasm FILE`) before anything loads the file"),
        new(DiagnosticId.ComputedCall, DiagnosticKind.Finding, Severity.Warning, Verdict.Suspicious, 7.5,
            "A pickle calls what another call gave it.",
            "What runs then has no name in the file: it can be a method of an object, or a function that a harmless call looked up.",
            Next: "look at the call (`safeload disasm FILE`) before anything loads the file; ask its maker for a state dict"),
        new(DiagnosticId.GlobalModified, DiagnosticKind.Finding, Severity.Error, Verdict.Dangerous, 9.1,
            "BUILD changes a class, function or module itself.",
            "Attributes of the class are set for the whole process: code that runs later, far from the file, does what the file wants.",
            Next: "do not load it anywhere; look at where it came from and delete it"),
        new(DiagnosticId.CustomCode, DiagnosticKind.Finding, Severity.Warning, Verdict.Suspicious, 6.5,
            "A configuration names Python code that a loader imports or calls (`auto_map`, `_target_`, YAML tags).",
            "Loaders that take the configuration by its word import what it names and call it with what it says, with all rights of that "
                + "process: transformers with trust_remote_code=True, Hydra, unsafe loaders of YAML.",
            Next: "read the code that it names before anything loads it, pin the revision, and load YAML with a safe loader",
            Others: [new(Severity.Note, Verdict.Clean, "where it names classes of known libraries")]),
        new(DiagnosticId.ChatTemplate, DiagnosticKind.Finding, Severity.Note, Verdict.Clean, 2.0,
            "A chat template, which is a program in Jinja.",
            "Runners execute the template for every prompt. In a sandbox it can only format text; one that reaches for Python's "
                + "classes tries to leave it.",
            Next: "run the model only with a runner that executes templates in a sandbox",
            Others: [new(Severity.Warning, Verdict.Suspicious, "where it reaches for what no template needs")]),
    ];
}
