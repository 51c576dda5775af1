using System.Formats.Tar;
using System.IO.Enumeration;
using System.IO.Pipelines;
using System.Text;
using KubeSharp.Cli.Streaming;
using KubeSharp.Cli.Describing;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl cp: a tar archive through exec; entries that would leave the destination are refused.</summary>
internal static class CopyCommand
{
    /// <summary>cp</summary>
    public static Command Copy { get; } = new("cp", "Copy files to and from containers", "<file-spec-src> <file-spec-dest>", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        if (context.Arguments is not [var from, var to]) { throw new CliException("source and destination are required"); }
        var (source, target) = (Parse(from), Parse(to));
        if (source.Pod.Length > 0 && target.Pod.Length > 0) { throw new CliException("one of src or dest must be a local file specification"); }
        if (source.Path.Length == 0 || target.Path.Length == 0) { throw new CliException("filepath can not be empty"); }
        if (source.Pod.Length > 0) { return await FromPodAsync(context, source, target.Path); }
        return target.Pod.Length > 0 ? await ToPodAsync(context, source.Path, target) : throw new CliException("one of src or dest must be a remote file specification");
    }

    // [[NAMESPACE/]POD:]PATH
    private static (string Namespace, string Pod, string Path) Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) { return ("", "", text); }
        if (colon == 0) { throw new CliException("filespec must match the canonical format: [[namespace/]pod:]file/path"); }
        var pod = text[..colon].Split('/');
        return pod.Length switch { 1 => ("", pod[0], text[(colon + 1)..]), 2 => (pod[0], pod[1], text[(colon + 1)..]), _ => throw new CliException("filespec must match the canonical format: [[namespace/]pod:]file/path") };
    }

    private static async Task<(ObjectNode Pod, string Container)> PodAsync(CommandContext context, (string Namespace, string Pod, string Path) spec)
    {
        var ns = spec.Namespace.Length > 0 ? spec.Namespace : await context.NamespaceAsync();
        var pod = (ObjectNode)await (await context.ServerAsync()).GetAsync($"/api/v1/namespaces/{ns}/pods/{spec.Pod}", context.Cancellation);
        return (pod, Workloads.Container(context, pod, context.Flags.Text("container")));
    }

    private static string ExecPath(ObjectNode pod, string container, string[] command, bool withInput) =>
        $"/api/v1/namespaces/{pod.Text("metadata", "namespace")}/pods/{pod.Text("metadata", "name")}/exec?container={container}&stdout=true&stderr=true{(withInput ? "&stdin=true" : "")}{string.Concat(command.Select(static c => $"&command={Uri.EscapeDataString(c)}"))}";

    private static async Task<int> ToPodAsync(CommandContext context, string path, (string Namespace, string Pod, string Path) target)
    {
        if (!Path.Exists(path)) { throw new CliException($"{path} doesn't exist in local filesystem"); }
        var (pod, container) = await PodAsync(context, target);
        var rest = (await context.SettingsAsync()).Rest;
        await using var error = Terminal.ErrorStream();
        var isFolder = await IsFolderAsync(context, rest, pod, container, target.Path);
        var destination = isFolder ? $"{target.Path.TrimEnd('/')}/{Path.GetFileName(Path.GetFullPath(path))}" : target.Path;
        var folder = destination.LastIndexOf('/') is var at && at > 0 ? destination[..at] : at == 0 ? "/" : ".";
        var pipe = new Pipe();
        var packing = PackAsync(path, destination[(destination.LastIndexOf('/') + 1)..], pipe.Writer, context.Cancellation);
        string[] command = context.Flags.Bool("no-preserve") ? ["tar", "--no-same-permissions", "--no-same-owner", "-xmf", "-", "-C", folder] : ["tar", "-xmf", "-", "-C", folder];
        var code = await new RemoteCommand(rest, pipe.Reader.AsStream(), context.Terminal.OutBytes, error, false).RunAsync(ExecPath(pod, container, command, withInput: true), AllowsSockets(context), context.Cancellation);
        await packing;
        return code == 0 ? 0 : throw new CliException($"command terminated with exit code {code}", code, isPlain: true);
    }

    // A container without test(1) cannot tell: the destination is taken for a file.
    private static async Task<bool> IsFolderAsync(CommandContext context, RestConfig rest, ObjectNode pod, string container, string path)
    {
        try { return await new RemoteCommand(rest, null, Stream.Null, Stream.Null, false).RunAsync(ExecPath(pod, container, ["test", "-d", path], withInput: false), AllowsSockets(context), context.Cancellation) == 0; }
        catch (Exception e) when (e is CliException or StatusException or IOException) { return false; }
    }

    // Links are packed as links: a folder that a link names is not entered, or one that names its own parent would never end.
    private static FileSystemEnumerable<string> Below(string root) => new(root, static (ref FileSystemEntry e) => e.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
    {
        ShouldRecursePredicate = static (ref FileSystemEntry e) => (e.Attributes & FileAttributes.ReparsePoint) == 0,
    };

    /// <summary>Packs a file, or a folder with all below it, under a name.</summary>
    public static async Task PackAsync(string path, string name, PipeWriter to, CancellationToken cancellation)
    {
        try
        {
            await using (var archive = new TarWriter(to.AsStream(leaveOpen: true), TarEntryFormat.Pax, leaveOpen: false))
            {
                if (!Directory.Exists(path)) { await archive.WriteEntryAsync(path, name, cancellation); }
                else
                {
                    var root = Path.GetFullPath(path);
                    await archive.WriteEntryAsync(root, name + "/", cancellation);
                    foreach (var entry in Below(root).Order(StringComparer.Ordinal)) { await archive.WriteEntryAsync(entry, $"{name}/{Path.GetRelativePath(root, entry)}", cancellation); }
                }
            }
            await to.CompleteAsync();
        }
        catch (IOException e) { await to.CompleteAsync(e); }
    }

    private static async Task<int> FromPodAsync(CommandContext context, (string Namespace, string Pod, string Path) source, string path)
    {
        var (pod, container) = await PodAsync(context, source);
        var pipe = new Pipe();
        var name = source.Path.TrimEnd('/');
        name = name[(name.LastIndexOf('/') + 1)..];
        var target = Directory.Exists(path) ? Path.Combine(path, name) : path;
        var unpacking = UnpackAsync(context, pipe.Reader, source, target);
        // Compat: what the program in the container complains about goes to standard output, and its exit code is not looked at, as with upstream.
        await context.Out.FlushAsync(context.Cancellation);
        await using (var output = pipe.Writer.AsStream())
        {
            await new RemoteCommand((await context.SettingsAsync()).Rest, null, output, context.Terminal.OutBytes, false).RunAsync(ExecPath(pod, container, ["tar", "cf", "-", source.Path], withInput: false), AllowsSockets(context), context.Cancellation);
        }
        await unpacking;
        return 0;
    }

    private static bool AllowsSockets(CommandContext context) => context.Terminal.Variable(RemoteCommand.SocketsVariable) != "false";

    private static async Task UnpackAsync(CommandContext context, PipeReader from, (string Namespace, string Pod, string Path) source, string shownTarget)
    {
        var (prefix, target) = (source.Path.Trim('/'), Path.GetFullPath(shownTarget));
        await using var stream = from.AsStream();
        await using var archive = new TarReader(stream);
        while (await ReadAsync(archive, context.Cancellation) is { } entry)
        {
            if (Destination(entry.Name, prefix, target) is not { } path) { context.Error.WriteLine($"warning: file \"{Connection.Escapes.Neutralize(entry.Name)}\" is outside target destination, skipping"); continue; }
            switch (entry.EntryType)
            {
                case TarEntryType.Directory: Directory.CreateDirectory(path); break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    if (new FileInfo(path).LinkTarget is not null) { File.Delete(path); }
                    await entry.ExtractToFileAsync(path, overwrite: true, context.Cancellation);
                    break;
                case TarEntryType.SymbolicLink:
                    var shown = Path.Combine(shownTarget, Path.GetRelativePath(target, path));
                    context.Error.WriteLine($"warning: skipping symlink: \"{shown}\" -> \"{Connection.Escapes.Neutralize(entry.LinkName)}\" (consider using \"kubectl exec -n \"{source.Namespace}\" \"{source.Pod}\" -- tar cf - \"{source.Path}\" | tar xf -\")");
                    break;
            }
        }
    }

    private static async Task<TarEntry?> ReadAsync(TarReader archive, CancellationToken cancellation)
    {
        try { return await archive.GetNextEntryAsync(copyData: false, cancellation); }
        catch (EndOfStreamException) { return null; }
    }

    /// <summary>Where an entry goes; null where that would be outside the target. Pure.</summary>
    public static string? Destination(string entry, string prefix, string target)
    {
        var name = entry.Trim('/');
        if (name != prefix && !name.StartsWith(prefix + "/", StringComparison.Ordinal)) { return null; }
        var path = Path.GetFullPath(Path.Combine(target, name[prefix.Length..].TrimStart('/')));
        return path == target || path.StartsWith(target.TrimEnd('/') + "/", StringComparison.Ordinal) ? path.TrimEnd('/') : null;
    }
}
