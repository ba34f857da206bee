namespace SafeLoad.Scanning;

// Globals and calls: 20xx.
public static partial class ScanRules
{
    private static ScanRule[] Globals() =>
    [
        new(DiagnosticId.DangerousGlobal, Severity.Error, 9.8,
            "A global known to run code, load code, or reach files, processes, the network or the interpreter.",
            "Whoever opens the file with plain pickle, torch.load without weights_only, joblib and the like runs it, with all rights of that process. Nothing honest in a file of weights needs it.",
            Next: "do not load it anywhere; look at where it came from (`safeload disasm FILE` shows the call and its arguments) and delete it",
            Affected: "every release with weights_only=False, the default before 2.6; up to 2.5.1 also with weights_only=True, in the tar format of before 0.1.10 (CVE-2025-32434)"),
        new(DiagnosticId.UnknownGlobal, Severity.Warning, 7.0,
            "A global that is neither allowed nor known.",
            "Whoever opens the file with plain pickle imports the module and can call what it names. It may be a class of the model's own program, or something made to look like one.",
            Next: "find out what the name is before anything imports it (`safeload disasm FILE` shows how it is used); ask for a state dict"),
        new(DiagnosticId.DisallowedGlobal, Severity.Warning, 6.5,
            "Loading refuses a global that is not on PyTorch's list of safe globals.",
            "torch.load(weights_only=True) refuses the file too; programs that then load it without weights_only run what it names.",
            Next: "load it with SafeLoad alone, which refuses it; ask its maker for a state dict"),
        new(DiagnosticId.DisallowedOpcode, Severity.Warning, 5.5,
            "Loading refuses an opcode that `torch.save` never writes.",
            "Opcodes that torch.save does not write are used to hide what a pickle does from readers that know fewer of them.",
            Next: "do not load the file elsewhere; `safeload disasm FILE` shows the opcode; ask its maker for a state dict"),
        new(DiagnosticId.DisallowedCall, Severity.Warning, 6.5,
            "An allowed name is used in a way that is not allowed.",
            "Harmless names called in unusual ways change objects that other code trusts.",
            Next: "do not load the file elsewhere; ask its maker for a state dict"),
        new(DiagnosticId.ExtensionCode, Severity.Warning, 7.5,
            "An EXT opcode, whose meaning depends on the process that reads it.",
            "The code stands for a global that the reading process registered: the file alone does not say what is called.",
            Next: "do not load the file elsewhere; ask its maker for a state dict"),
        new(DiagnosticId.ComputedGlobal, Severity.Error, 9.8,
            "A global's name is computed while the pickle runs.",
            "A name that is put together by a call can be any, os.system too, and no list of names sees it.",
            Next: "do not load it anywhere; look at where it came from (`safeload disasm FILE` shows the call) and delete it"),
        new(DiagnosticId.CodeInFile, Severity.Warning, 6.5,
            "Program code travels in the file (TorchScript, torch.package).",
            "A program and not weights alone: who runs the model runs it. TorchScript and torch.package are made for that; weights_only refuses them.",
            Next: "run it only if you trust who made it; ask for a state dict"),
    ];
}
