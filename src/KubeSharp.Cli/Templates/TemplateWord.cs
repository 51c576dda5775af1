namespace KubeSharp.Cli.Templates;

/// <summary>A word of an action of a Go template.</summary>
/// <param name="Text">The word; a space stands for any blanks.</param>
/// <param name="At">Where it begins in the template.</param>
internal readonly record struct TemplateWord(string Text, int At);
