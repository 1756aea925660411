namespace Workflow.Definitions.Reading;

/// <summary>The moments at which expressions are evaluated; each sees other arguments (the DSL's table of
/// them).</summary>
internal enum Moment
{
    WorkflowInput,
    WorkflowOutput,
    BeforeTask,
    InTask,
    Export,
}

/// <summary>Names of the variables an expression may use, without <c>$</c>.</summary>
/// <param name="Key">The same for the same names.</param>
internal sealed record Variables(IReadOnlyCollection<string> Names, string Key)
{
    /// <summary>Those that can be used everywhere: secrets and logins only stand in what a call sends.</summary>
    public override string ToString() => string.Join(
        ", ", Names.Where(name => name is not ("secrets" or "authorization")).Select(name => "$" + name));
}

/// <summary>Which variables the tasks around a place have brought in: items and indexes of loops, caught
/// errors.</summary>
internal sealed class VariableScope
{
    public static readonly VariableScope Empty = new([]);

    private static readonly string[] Always = ["secrets", "workflow", "runtime"];
    private static readonly string[] BeforeTask = ["context", .. Always, "task"];
    private static readonly string[] InTask = [.. BeforeTask, "input", "authorization"];
    private static readonly string[] Export = [.. InTask, "output"];

    private readonly string[] _own;
    private readonly Variables?[] _moments = new Variables?[Enum.GetValues<Moment>().Length];

    private VariableScope(string[] own) => _own = own;

    /// <summary>Names that no loop and no <c>catch</c> may take: the DSL's arguments, and what jq defines
    /// itself.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [.. Export, "ENV", "__loc__", "__prog_args"];

    public VariableScope With(params string[] names) => new([.. _own.Union(names)]);

    public Variables At(Moment moment) => _moments[(int)moment] ??= Build(moment);

    private Variables Build(Moment moment)
    {
        string[] given = moment switch
        {
            Moment.WorkflowInput => Always,
            Moment.WorkflowOutput => ["context", .. Always],
            Moment.BeforeTask => BeforeTask,
            Moment.InTask => InTask,
            _ => Export,
        };
        string[] names = [.. given, .. _own];
        return new Variables(names, string.Join(' ', names));
    }
}
