using Workflow.Hosting;
using Workflow.Model;

namespace Workflow.Api.Redaction;

/// <summary>Payloads as this process shows them. Set once, before anything is shown.</summary>
public static class PayloadView
{
    private static volatile RedactionRules _payloads = RedactionRules.None;
    private static volatile RedactionRules _deliveries = RedactionRules.None;

    /// <exception cref="SettingException">A path cannot be read.</exception>
    public static void Use(RedactionOptions options)
    {
        try
        {
            Use(RedactionRules.Parse(options.Paths));
        }
        catch (FormatException error)
        {
            throw new SettingException($"{RedactionOptions.Prefix}_PATHS", options.Paths, error.Message);
        }
    }

    public static void Use(RedactionRules rules)
    {
        _payloads = rules;
        _deliveries = rules.Below(["data", "output_data"], ["data", "error"]);
    }

    /// <summary>An input, output or error of a run or step.</summary>
    public static RawJson Of(RawJson payload) => _payloads.Apply(payload);

    /// <summary>The body of a webhook's request.</summary>
    public static RawJson OfDelivery(RawJson body) => _deliveries.Apply(body);
}
