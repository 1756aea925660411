namespace Workflow.ExampleAgents.Replies;

/// <summary>The sentences of a reply in one language.</summary>
public sealed record ReplyTemplate(
    string Language, string Greeting, string Nobody, string OrderNote, string Closing,
    IReadOnlyDictionary<string, string> Actions)
{
    private const string Otherwise = "";

    private static readonly IReadOnlyList<ReplyTemplate> All =
    [
        new("en", "Hello {0},", "there", "We have {0} in front of us.", "Kind regards, Hearth support", Of(
            ("billing", "our billing team checks the amounts and writes to you within two working days."),
            ("returns", "your return label is attached; the money follows once the parcel is back."),
            ("delivery", "we have asked the carrier where your parcel is and send you the answer today."),
            ("technical", "please update the app and restart the device; the guide for your model is attached."),
            ("account", "use the link below to set your account up again; it is valid for an hour."),
            ("feature-request", "thank you for the idea: it is on the list that our product team reads every week."),
            ("praise", "thank you, this made our day!"),
            ("question", "our help centre answers this; the page is linked below."),
            (Otherwise, "thank you for writing; we read your message and come back to you."))),
        new("de", "Guten Tag {0},", "zusammen", "{0} liegt uns vor.", "Viele Grüße, Hearth Support", Of(
            ("billing", "unsere Buchhaltung prüft die Rechnung und meldet sich in zwei Werktagen."),
            ("delivery", "wir fragen beim Paketdienst nach und melden uns heute."),
            ("returns", "das Rücksendeetikett hängt an."),
            (Otherwise, "danke für Ihre Nachricht, wir melden uns."))),
        new("fr", "Bonjour {0},", "à vous", "Nous avons {0} sous les yeux.", "Cordialement, Hearth support", Of(
            ("billing", "notre service facturation vérifie et vous écrit sous deux jours ouvrés."),
            ("delivery", "nous interrogeons le transporteur et vous répondons aujourd'hui."),
            (Otherwise, "merci de votre message, nous revenons vers vous."))),
        new("es", "Hola {0}:", "a todos", "Tenemos {0} delante.", "Un saludo, soporte de Hearth", Of(
            ("delivery", "preguntamos al transportista y le respondemos hoy."),
            ("technical", "actualice la aplicación y reinicie el dispositivo; adjuntamos la guía."),
            (Otherwise, "gracias por su mensaje, le responderemos pronto."))),
    ];

    /// <summary>The template of a language, English where there is none.</summary>
    public static ReplyTemplate Of(string? language) =>
        All.FirstOrDefault(template => template.Language == language) ?? All[0];

    public string Greet(string? customer) => string.Format(null, Greeting, customer ?? Nobody);

    public string Mention(string order) => string.Format(null, OrderNote, order);

    public string ActionFor(string category) => Actions.GetValueOrDefault(category) ?? Actions[Otherwise];

    private static Dictionary<string, string> Of(params (string Category, string Sentence)[] actions) =>
        actions.ToDictionary(action => action.Category, action => action.Sentence);
}
