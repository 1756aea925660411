using Workflow.ExampleAgents.Text;

namespace Workflow.ExampleAgents.Extraction;

/// <summary>What the shop of the example sells, with the names that customers use for it.</summary>
public static class Product
{
    private static readonly (string Name, Phrase[] Aliases)[] Catalogue =
    [
        ("Hearth Hub", Aliases("hearth hub", "the hub", "my hub", "our hub", "hubs")),
        ("Glow Bulb", Aliases("glow bulb", "glow lamp", "bulb")),
        ("Porch Cam", Aliases("porch cam", "porch camera", "door camera", "kamera")),
        ("Draft Thermostat", Aliases("draft thermostat", "thermostat")),
        ("Latch Lock", Aliases("latch lock", "door lock", "smart lock")),
        ("Hearth Cloud", Aliases("hearth cloud", "cloud recordings", "cloud dashboard", "dashboard")),
        ("Hearth API", Aliases("hearth api", "rest api", "webhook", "your api")),
    ];

    /// <summary>Products in the text, in catalogue order.</summary>
    public static List<string> AllIn(string text)
    {
        var stems = Words.StemsOf(text);
        return [.. Catalogue.Where(product => product.Aliases.Any(alias => alias.IndexIn(stems) >= 0))
            .Select(product => product.Name)];
    }

    private static Phrase[] Aliases(params string[] names) => [.. names.Select(name => new Phrase(name))];
}
