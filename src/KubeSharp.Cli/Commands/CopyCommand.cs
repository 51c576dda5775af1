using System.IO.Pipelines;
using KubeSharp.Cli.Copying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Streaming;
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
        var (source, target) = (CopyPlace.Parse(from), CopyPlace.Parse(to));
        if (source.Pod.Length > 0 && target.Pod.Length > 0) { throw new CliException("one of src or dest must be a local file specification"); }
        if (source.Path.Length == 0 || target.Path.Length == 0) { throw new CliException("filepath can not be empty"); }
        if (source.Pod.Length > 0) { return await FromPodAsync(context, source, target.Path); }
        return target.Pod.Length > 0 ? await ToPodAsync(context, source.Path, target) : throw new CliException("one of src or dest must be a remote file specification");
    }

    private static async Task<(ObjectNode Pod, string Container)> PodAsync(CommandContext context, CopyPlace spec, TextWriter? told = null)
    {
        var ns = spec.Namespace.Length > 0 ? spec.Namespace : await context.NamespaceAsync();
        var pod = (ObjectNode)await (await context.ServerAsync()).GetAsync($"/api/v1/namespaces/{ns}/pods/{spec.Pod}", context.Cancellation);
        if (pod.Text("status", "phase") is "Succeeded" or "Failed") { throw new CliException($"cannot exec into a container in a completed pod; current phase is {pod.Text("status", "phase")}"); }
        return (pod, Workloads.Container(context, pod, context.Flags.Text("container"), told: told));
    }

    private static string ExecPath(ObjectNode pod, string container, string[] command, bool withInput) =>
        $"/api/v1/namespaces/{pod.Text("metadata", "namespace")}/pods/{pod.Text("metadata", "name")}/exec?container={container}&stdout=true&stderr=true{(withInput ? "&stdin=true" : "")}{string.Concat(command.Select(static c => $"&command={Uri.EscapeDataString(c)}"))}";

    private static async Task<int> ToPodAsync(CommandContext context, string path, CopyPlace target)
    {
        if (!Path.Exists(path)) { throw new CliException($"{path} doesn't exist in local filesystem"); }
        var (pod, container) = await PodAsync(context, target);
        var rest = (await context.SettingsAsync()).Rest;
        await using var error = Terminal.ErrorStream();
        var isFolder = await IsFolderAsync(context, rest, pod, container, target.Path);
        var destination = isFolder ? UnixPath.Join(target.Path, UnixPath.Base(path)) : target.Path;
        var folder = UnixPath.Folder(destination);
        var pipe = new Pipe();
        var packing = Packing.RunAsync(UnixPath.Clean(path), UnixPath.Base(UnixPath.Clean(destination)), pipe.Writer, context.Cancellation);
        string[] command = context.Flags.Bool("no-preserve") ? ["tar", "--no-same-permissions", "--no-same-owner", "-xmf", "-", "-C", folder] : ["tar", "-xmf", "-", "-C", folder];
        var unpacking = new RemoteCommand(rest, pipe.Reader.AsStream(), context.Terminal.OutBytes, error, false).RunAsync(ExecPath(pod, container, command, withInput: true), AllowsSockets(context), context.Cancellation);
        // What cannot be packed ends the command at once: the pod would wait for the rest.
        if (await Task.WhenAny(packing, unpacking) == packing) { await packing; }
        var code = await unpacking;
        // Who no longer reads must not keep the packer waiting.
        await pipe.Reader.CompleteAsync();
        await packing;
        return code == 0 ? 0 : throw new CliException($"command terminated with exit code {code}", code, isPlain: true);
    }

    // A container without test(1) cannot tell: the destination is taken for a file.
    private static async Task<bool> IsFolderAsync(CommandContext context, RestConfig rest, ObjectNode pod, string container, string path)
    {
        try { return await new RemoteCommand(rest, null, Stream.Null, Stream.Null, false).RunAsync(ExecPath(pod, container, ["test", "-d", path], withInput: false), AllowsSockets(context), context.Cancellation) == 0; }
        catch (Exception e) when (e is CliException or StatusException or IOException) { return false; }
    }

    private static async Task<int> FromPodAsync(CommandContext context, CopyPlace source, string path)
    {
        var (pod, container) = await PodAsync(context, source, context.Out);
        var rest = (await context.SettingsAsync()).Rest;
        // Compat: what is said of the choice of a container goes to standard output; what the program in the container complains about goes to standard output, and its exit code is not looked at, as with upstream.
        await context.Out.FlushAsync(context.Cancellation);
        await using var archive = new ResumedArchive((int)context.Flags.Int("retries"), context.Out, async (from, to) =>
        {
            string[] command = from is { } at ? ["sh", "-c", $"tar cf - '{source.Path.Replace("'", "'\\''", StringComparison.Ordinal)}' | tail -c+{at}"] : ["tar", "cf", "-", source.Path];
            await using (to) { await new RemoteCommand(rest, null, to, context.Terminal.OutBytes, false).RunAsync(ExecPath(pod, container, command, withInput: false), AllowsSockets(context), context.Cancellation); }
        });
        await new Unpacking(source, path, $"kubectl exec -n \"{source.Namespace}\" \"{source.Pod}\" -- tar cf - \"{source.Path}\" | tar xf -", context.Error.WriteLine).RunAsync(archive, context.Cancellation);
        return 0;
    }

    private static bool AllowsSockets(CommandContext context) => context.Terminal.Variable(RemoteCommand.SocketsVariable) != "false";
}
