namespace Workflow.Api.Accounts;

/// <summary>What a caller may do; a route names the one it needs.</summary>
[Flags]
public enum Scopes
{
    None = 0,

    /// <summary>Read runs: lists, steps, progress, live feeds.</summary>
    RunsRead = 1,

    /// <summary>Start and cancel runs, and every other verb on them.</summary>
    RunsWrite = 2,

    DefinitionsRead = 4,

    DefinitionsWrite = 8,

    AgentsRead = 16,

    AgentsWrite = 32,

    /// <summary>List API keys.</summary>
    KeysRead = 64,

    /// <summary>Make and revoke API keys.</summary>
    KeysWrite = 128,

    /// <summary>Use the role admin, for whoever has it: everybody's rows on the routes that the other scopes open, and
    /// the routes for admins.</summary>
    Admin = 256,

    /// <summary>Everything that a user may do.</summary>
    User = RunsRead | RunsWrite | DefinitionsRead | DefinitionsWrite | AgentsRead | AgentsWrite | KeysRead | KeysWrite,

    /// <summary>Everything.</summary>
    All = User | Admin,
}

/// <summary>Scopes as texts.</summary>
public static class ScopeText
{
    private static readonly (Scopes Scope, string Text)[] Texts =
    [
        (Scopes.RunsRead, "runs:read"), (Scopes.RunsWrite, "runs:write"),
        (Scopes.DefinitionsRead, "definitions:read"), (Scopes.DefinitionsWrite, "definitions:write"),
        (Scopes.AgentsRead, "agents:read"), (Scopes.AgentsWrite, "agents:write"),
        (Scopes.KeysRead, "keys:read"), (Scopes.KeysWrite, "keys:write"),
        (Scopes.Admin, "admin"),
    ];

    /// <summary>Every scope's text.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Texts.Select(each => each.Text)];

    /// <summary>The scope of that text; <see cref="Scopes.None"/> when there is none.</summary>
    public static Scopes Parse(string text) => Texts.FirstOrDefault(each => each.Text == text).Scope;

    /// <summary>All scopes among the texts; others are passed over.</summary>
    public static Scopes Parse(IEnumerable<string> texts) =>
        texts.Aggregate(Scopes.None, (scopes, text) => scopes | Parse(text));

    public static string[] ToTexts(this Scopes scopes) =>
        [.. Texts.Where(each => scopes.HasFlag(each.Scope)).Select(each => each.Text)];
}
