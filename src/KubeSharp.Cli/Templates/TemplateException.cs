namespace KubeSharp.Cli.Templates;

/// <summary>A template that cannot be read, or does not fit the object.</summary>
internal sealed class TemplateException(string message) : Exception(message);
