using Workflow.Jq;

namespace Workflow.UnitTests.Jq;

/// <summary>Runs programs in tests.</summary>
internal static class Outputs
{
    /// <summary>No variables; default bounds but for the time of regexes, which a busy machine would use up.</summary>
    public static JqArguments Patient { get; } = Within(new JqLimits { RegexTime = TimeSpan.FromMinutes(1) });

    /// <summary>The outputs as JSON with blanks between them; an error stands at the end as <c>!message</c>.</summary>
    public static string Of(string program, string input = "null", JqArguments? arguments = null)
    {
        var outputs = new List<string>();
        try
        {
            JqProgram.Compile(program).Run(JqValue.Parse(input), arguments ?? Patient, output =>
            {
                outputs.Add(output.ToJson());
                return true;
            });
        }
        catch (JqException error)
        {
            outputs.Add("!" + error.Message);
        }

        return string.Join(' ', outputs);
    }

    public static JqArguments With(params (string Name, JqValue Value)[] variables) =>
        new() { Variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value) };

    public static JqArguments Within(JqLimits limits) => new() { Limits = limits };
}
