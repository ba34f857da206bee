namespace SafeLoad.Cli.Policies;

/// <summary>The policy to start from.</summary>
internal static class PolicyTemplate
{
    public const string Text = """
        # A policy for `safeload scan --policy FILE`. It is used only where it is named; check it with `safeload policy check FILE`.
        version: 1

        # The least verdict that exits with 1: suspicious, dangerous or never. What is given on the command line goes first.
        fail-on: suspicious

        # Rules that count for more or less here: dangerous, suspicious or note. What is dangerous cannot be lowered.
        severities: {}
        #  SL2008: note            # program code in the file (TorchScript)
        #  SL1105: dangerous       # a checksum that does not match

        # Globals that are known here and harmless, by their full names.
        globals: []
        #  - name: my_company.training.Config
        #    reason: a plain data class of our trainer
        #    expires: 2027-01-31   # after this day the entry does not count

        # Findings that do not count. Dangerous ones need the scan_id of the report; others scan_id, path or global.
        suppress: []
        #  - rule: SL1013
        #    path: "legacy/**"
        #    reason: written by a tool that appends its own log
        #    expires: 2027-01-31

        """;
}
