using System.CommandLine;

namespace Workflow.Cli.Output;

/// <summary>The option <c>--output</c>.</summary>
internal static class OutputChoice
{
    public const string Name = "--output";

    public static Option<OutputFormat> Build()
    {
        var option = new Option<OutputFormat>(Name, "-o")
        {
            Description = "How answers are printed; table when left out.",
            HelpName = "json|table|yaml",
            CustomParser = argument => argument.Tokens[0].Value switch
            {
                "json" => OutputFormat.Json,
                "yaml" => OutputFormat.Yaml,
                "table" => OutputFormat.Table,
                var other => Refuse(argument.AddError, other),
            },
        };
        option.CompletionSources.Add("json", "table", "yaml");
        return option;
    }

    private static OutputFormat Refuse(Action<string> refuse, string given)
    {
        refuse($"{Name} takes json, table or yaml, not '{given}'.");
        return default;
    }
}
