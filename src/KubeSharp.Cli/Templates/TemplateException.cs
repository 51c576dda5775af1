namespace KubeSharp.Cli.Templates;

/// <summary>A template that cannot be read, or does not fit the object.</summary>
/// <param name="place">Where in the template: line:column; null: not known yet.</param>
/// <param name="shown">The part that failed, as messages show it.</param>
internal sealed class TemplateException(string message, string? place = null, string shown = "") : Exception(message)
{
    /// <summary>Where in the template it failed: line:column; null: not known.</summary>
    public string? Place => place;

    /// <summary>What was printed before it failed.</summary>
    public string Printed { get; init; } = "";

    /// <summary>The template that failed; empty: not known.</summary>
    public string Template { get; init; } = "";

    /// <summary>The part that failed.</summary>
    public string Shown => shown;
}
