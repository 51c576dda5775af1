using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Editing;

/// <summary>The user's editor: KUBE_EDITOR, else EDITOR, else vi.</summary>
internal sealed class Editor(Func<string, string?> variable)
{
    private const int InterruptedCode = 130;
    private static readonly TimeSpan _signalMax = TimeSpan.FromSeconds(1);
    private static readonly string[] _variables = ["KUBE_EDITOR", "EDITOR"];

    /// <summary>The words an editor is started with, without the file. Pure.</summary>
    /// <param name="editor">As the user has named it: a program, a program and its words, or a line for a shell.</param>
    /// <param name="shell">The user's shell.</param>
    /// <returns>The words, and whether the file belongs into the last of them, which is a line for a shell.</returns>
    public static (string[] Words, bool IsShell) Words(string editor, string shell)
    {
        if (!editor.Contains(' ', StringComparison.Ordinal)) { return ([editor], false); }
        return editor.AsSpan().IndexOfAny("\"'\\") < 0 ? (editor.Split(' '), false) : ([shell, "-c", editor], true);
    }

    /// <summary>Lets the user edit a text; the file stays, for whoever asks for it afterwards.</summary>
    /// <exception cref="CliException">There is no such editor, or it fails.</exception>
    public async Task<(string Text, string File)> EditAsync(string text, string ending, CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetTempPath(), $"kubectl-edit-{Random.Shared.Next()}{ending}");
        await using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        }
        var (words, isShell) = Words(_variables.Select(variable).FirstOrDefault(static v => !string.IsNullOrEmpty(v)) ?? "vi", variable("SHELL") is { Length: > 0 } own ? own : "/bin/bash");
        using var process = Started(words, isShell ? [.. words[1..^1], $"{words[^1]} {JsonText.Quote(path)}"] : [.. words[1..], path]);
        await process.WaitForExitAsync(cancellation);
        // The signal that ended it came to us too, or is about to.
        if (process.ExitCode == InterruptedCode) { await Task.Delay(_signalMax, cancellation); }
        if (process.ExitCode != 0) { throw new CliException($"there was a problem with the editor {QuotedText.Go(string.Join(' ', words))}"); }
        return (await File.ReadAllTextAsync(path, cancellation), path);
    }

    private static Process Started(string[] words, string[] arguments)
    {
        try { return Process.Start(new ProcessStartInfo(words[0], arguments))!; }
        // Compat: only a program that is looked for in vain cannot be launched.
        catch (Win32Exception) { throw new CliException($"{(words[0].Contains('/', StringComparison.Ordinal) ? "there was a problem with" : "unable to launch")} the editor {JsonText.Quote(string.Join(' ', words))}"); }
    }
}
