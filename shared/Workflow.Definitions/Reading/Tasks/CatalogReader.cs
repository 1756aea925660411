using System.Text.RegularExpressions;
using Workflow.Definitions.Documents;
using Workflow.Definitions.External;
using Workflow.Model;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads <c>use.catalogs</c>, and calls of functions that stand elsewhere: <c>name:version@catalog</c>, or an
/// address. Such a function becomes one of <c>use.functions</c>, under the name that it is called by.</summary>
internal static partial class CatalogReader
{
    public const string Section = "catalogs";

    private const string Default = "default";
    private const string Expected = "`name:version@catalog`, such as `log:1.0.0@default`";

    /// <summary>Whether a call means a function that is not written out in the definition.</summary>
    public static bool IsReference(string callee) =>
        !callee.Contains("${", StringComparison.Ordinal)
        && (callee.Contains('@') || callee.Contains("://", StringComparison.Ordinal) || Versioned().IsMatch(callee));

    /// <summary>Where a catalog is.</summary>
    public static ResourceRequest? Read(ReadContext context, LocatedNode node) =>
        ObjectView.Open(context, node, Shapes.Catalog) is { } catalog
            ? ResourceReader.ReadEndpoint(context, catalog.Require("endpoint", "where its folder `functions` is"))
            : null;

    /// <summary>Notes that the function has to be fetched.</summary>
    public static void Need(ReadContext context, LocatedNode node, string callee)
    {
        var request = callee.Contains("://", StringComparison.Ordinal) ? At(context, node) : InCatalog(context, node);
        if (request is not null)
        {
            ResourceReader.Need(
                context, node, $"The function {Quote.Of(callee)}", request, "write it out below `use.functions`",
                callee, found => Pin(found, node, callee));
        }
    }

    private static ResourceRequest? At(ReadContext context, LocatedNode node) =>
        ResourceReader.ReadEndpoint(context, node) is { } request
            ? request with { Address = CatalogPlaces.Of(request.Address) }
            : null;

    private static ResourceRequest? InCatalog(ReadContext context, LocatedNode node)
    {
        if (Reference().Match(node.Text) is not { Success: true } parts)
        {
            context.Add(
                node, Versioned().IsMatch(node.Text)
                    ? $"Which catalog is {Quote.Of(node.Text)} in? Write `{node.Text}@default`, or another catalog."
                    : $"{Quote.Of(node.Text)} names no function of a catalog: the name has letters, digits, `-`, `_` "
                        + "and `.`, the version is a semantic version.", Expected);
            return null;
        }

        var (name, version) = (parts.Groups["name"].Value, parts.Groups["version"].Value);
        return RootOf(context, node, parts.Groups["catalog"].Value) is { } root
            ? root with { Address = CatalogPlaces.Of(root.Address, name, version) }
            : null;
    }

    private static ResourceRequest? RootOf(ReadContext context, LocatedNode node, string catalog)
    {
        if (context.Reusables.Named(Section, catalog) is { } component)
        {
            return context.Reusables.ReadOnce(component, "", found => Read(context, found));
        }

        if (catalog != Default)
        {
            var meant = Spelling.Nearest(catalog, context.Reusables.NamesOf(Section).Append(Default));
            context.Add(
                node, $"`use.catalogs` defines no {Quote.Of(catalog)}"
                + (meant is null ? "." : $"; did you mean `{meant}`?"), Expected);
            return null;
        }

        if (context.Needs is null)
        {
            context.Add(
                node, $"{Quote.Of(node.Text)} is fetched only when a definition is registered; register it, or write "
                + "it out below `use.functions`.");
        }
        else if (context.Needs.DefaultCatalog is null)
        {
            context.Add(
                node, "There is no default catalog here: an operator names one with WORKFLOW_RESOURCES_DEFAULT_CATALOG "
                + "(`workflow run --local`: with --catalog), or the definition as `default` in `use.catalogs`.");
        }

        return context.Needs?.DefaultCatalog is { } own ? new ResourceRequest(own, null) : null;
    }

    /// <summary>Puts the function below <c>use.functions</c>.</summary>
    private static LocatedNode Pin(LocatedNode found, LocatedNode callee, string name)
    {
        var root = callee;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        var functions = Member(Member(root, "use", callee.Place), FunctionReader.Section, callee.Place);
        return found.PinTo(functions, name, callee.Place);
    }

    private static LocatedNode Member(LocatedNode parent, string name, Place place)
    {
        if (parent.Find(name) is { } known)
        {
            return known;
        }

        var added = new LocatedNode(NodeKind.Object, parent, name, place, place);
        parent.Add(added);
        return added;
    }

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9][\w.-]*):(?<version>v?[0-9][0-9A-Za-z.+-]*)@(?<catalog>[^:@/\s]+)$",
        RegexOptions.ECMAScript)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^[A-Za-z0-9][\w.-]*:[0-9][0-9A-Za-z.+-]*$", RegexOptions.ECMAScript)]
    private static partial Regex Versioned();
}
