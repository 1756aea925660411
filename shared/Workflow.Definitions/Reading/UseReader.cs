using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Tasks;
using Workflow.Definitions.Reading.Values;

namespace Workflow.Definitions.Reading;

/// <summary>Checks the <c>use</c> section, with every component that no task refers to.</summary>
internal static class UseReader
{
    public static void Check(ReadContext context, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, Shapes.Use) is not { } use)
        {
            return;
        }

        foreach (var section in Shapes.Use.Names.Except([SecretNames.Section, ExtensionReader.Section]))
        {
            if (use[section] is { Kind: not NodeKind.Object } wrong)
            {
                context.AddWrongKind(wrong, "an object that gives each component a name");
            }
        }

        SecretNames.Check(context, use[SecretNames.Section]);
        var inTask = VariableScope.Empty.At(Moment.InTask);
        foreach (var component in context.Reusables.Unread(AuthenticationReader.Section))
        {
            AuthenticationReader.ReadInline(context, component, inTask);
        }

        foreach (var component in context.Reusables.Unread(TimeoutReader.Section))
        {
            TimeoutReader.ReadInline(context, component, inTask);
        }

        foreach (var component in context.Reusables.Unread(ErrorSpecReader.Section))
        {
            ErrorSpecReader.Read(context, component, inTask);
        }

        foreach (var component in context.Reusables.Unread(CatalogReader.Section))
        {
            CatalogReader.Read(context, component);
        }

        foreach (var component in context.Reusables.Unread(FunctionReader.Section))
        {
            FunctionReader.IsSound(context, component, component);
        }

        var inCatch = VariableScope.Empty.With("error").At(Moment.InTask);
        foreach (var component in context.Reusables.Unread(RetryReader.Section))
        {
            RetryReader.Read(context, component, inCatch);
        }
    }
}
