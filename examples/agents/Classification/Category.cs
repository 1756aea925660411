using Workflow.ExampleAgents.Text;

namespace Workflow.ExampleAgents.Classification;

/// <summary>A category with the phrases that speak for it, each weighted from 1 (a hint) to 6 (nearly proof).</summary>
public sealed record Category(string Name, IReadOnlyList<(Phrase Phrase, double Weight)> Terms)
{
    public const string Other = "other";

    /// <summary>In order of preference when two score the same.</summary>
    public static readonly IReadOnlyList<Category> All =
    [
        Of("safety", "6:smoke", "6:burning", "6:electric shock", "5:melted", "4:overheats", "3:fire", "2:fuse",
            "2:freezing"),
        Of("security", "6:phishing", "6:hacked", "6:data breach", "5:unauthorised", "5:unauthorized", "4:suspicious",
            "5:someone else", "4:stranger", "3:fraud", "3:stolen", "3:vulnerability", "3:breach", "4:unknown device"),
        Of("billing", "3:invoice", "3:billing", "3:charged twice", "3:rechnung", "3:facture", "3:factura", "2:charge",
            "2:payment", "2:vat", "2:price", "2:credit card", "2:subscription", "1:bill", "1:card", "1:paid",
            "1:bank", "1:statement", "1:plan", "2:discount", "2:coupon"),
        Of("returns", "4:refund", "4:money back", "3:return", "3:exchange", "3:rma", "3:erstattung",
            "3:remboursement", "3:reembolso", "2:damaged", "2:broken glass", "2:wrong item", "2:wrong colour",
            "2:defective", "2:replacement", "1:warranty", "1:scratched"),
        Of("delivery", "3:delivery", "3:delivered", "3:shipping", "3:parcel", "3:tracking", "3:courier",
            "3:lieferung", "3:paket", "3:livraison", "3:colis", "3:envío", "2:shipped", "2:package", "2:arrive",
            "2:address", "2:customs", "1:order", "1:warehouse", "1:neighbour", "2:pedido"),
        Of("technical", "3:error", "3:outage", "3:bug", "3:crash", "3:offline", "3:not working", "3:firmware",
            "2:down", "2:api", "2:connect", "2:update", "2:wifi", "2:reboot", "2:timeout", "2:integration",
            "2:fehler", "2:erreur", "1:app", "1:reset", "1:slow", "1:sync", "2:funciona", "2:pairing", "1:logs",
            "2:500", "2:503", "2:webhook"),
        Of("account", "4:password", "4:log in", "4:login", "3:locked out", "3:two factor", "3:passwort",
            "3:mot de passe", "3:contraseña", "2:account", "2:profile", "2:e mail address", "2:delete my data",
            "2:gdpr", "2:invite", "2:permission", "2:username", "1:sign", "1:member", "2:konto"),
        Of("feature-request", "4:feature request", "3:would love", "3:would be great", "3:it would be nice",
            "3:suggestion", "3:roadmap", "3:dark mode", "2:wish", "2:support for", "2:could you add", "2:please add",
            "1:idea", "1:feature"),
        Of("praise", "3:love", "3:thank you", "3:well done", "3:amazing", "3:brilliant", "2:thanks", "2:great",
            "2:fantastic", "2:happy", "2:kudos", "2:merci", "1:helpful", "1:friendly", "2:danke", "2:gracias"),
        Of("question", "2:how do", "2:how can", "2:how long", "2:is it possible", "2:do you", "2:does it", "2:can i",
            "2:which", "2:what is", "2:wondering", "2:compatible", "2:difference between", "1:manual",
            "1:opening hours"),
    ];

    private static Category Of(string name, params IReadOnlyList<string> terms) => new(name, [.. terms.Select(term =>
        (new Phrase(term[2..]), (double)(term[0] - '0')))]);
}
