using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads the <c>parameters</c> of a request whose step is named after one of them: only <c>arguments</c> may
/// hold secrets, since names are recorded.</summary>
internal static class McpParametersReader
{
    public static Template? Read(
        ReadContext context, LocatedNode? node, Variables variables, List<string> secrets)
    {
        const string expected = "an object with the method's parameters, or an expression";
        if (node?.Find("arguments") is not { } arguments || node.Kind != NodeKind.Object)
        {
            return TemplateReader.ReadInput(context, node, variables, expected);
        }

        var members = node.Children
            .Select(child => KeyValuePair.Create(child.Name!, child == arguments
                ? context.Secrets.In(secrets, () => TemplateReader.Read(context, child, variables))
                : TemplateReader.Read(context, child, variables)))
            .ToList();
        return members.Exists(member => member.Value is null) ? null : new ObjectTemplate(members!);
    }
}
