using System.Text;

namespace KubeSharp.Cli.Localization;

/// <summary>Passes on what is written, whole lines in another language.</summary>
internal sealed class TranslatingWriter(TextWriter writer, Phrases phrases) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => writer.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => writer.Write(value);

    /// <inheritdoc/>
    public override void Write(string? value) => writer.Write(value);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => writer.WriteLine(value is null ? null : phrases.Translate(value));

    /// <inheritdoc/>
    public override Task WriteLineAsync(string? value) => writer.WriteLineAsync(value is null ? null : phrases.Translate(value));

    /// <inheritdoc/>
    public override void Flush() => writer.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync() => writer.FlushAsync();
}
