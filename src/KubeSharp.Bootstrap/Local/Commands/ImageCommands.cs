using System.CommandLine;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.Docker;
using KubeSharp.Cri.Images;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Bootstrap.Local.Commands;

/// <summary>kubesharp image: build, load and list a cluster's images; no registry is needed.</summary>
internal sealed class ImageCommands(LocalClusterActions actions, TextWriter output, TimeProvider time)
{
    /// <summary>The command.</summary>
    public Command Create() => new("image", "Build, load and list a cluster's images") { Build(), Load(), List() };

    private Command Build()
    {
        var (name, tag) = (LocalCommands.NameOption(), new Option<string>("--tag", "-t") { Description = "name of the image", Required = true });
        var (file, arguments, context) = (new Option<string?>("--file", "-f") { Description = "the Dockerfile; default: Dockerfile in the context" },
            new Option<string[]>("--build-arg") { Description = "KEY=VALUE for ARG" }, new Argument<string>("context") { Description = "folder that COPY reads from", DefaultValueFactory = static _ => "." });
        var command = new Command("build", "Build an image from a Dockerfile and load it") { name, tag, file, arguments, context };
        command.SetAction((parsed, cancellation) => WithAsync(parsed.GetValue(name)!, async loaders =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(context)!);
            var dockerfile = parsed.GetValue(file) is { } given ? Path.GetFullPath(given) : Path.Combine(folder, "Dockerfile");
            if (!File.Exists(dockerfile)) { throw new LocalClusterException($"{dockerfile} is not there: name the Dockerfile with --file"); }
            var pairs = (parsed.GetValue(arguments) ?? []).Select(static a => a.Split('=', 2)).ToDictionary(static a => a[0], static a => a.Length > 1 ? a[1] : "");
            var scratch = Directory.CreateTempSubdirectory("kubesharp-image-");
            try
            {
                var image = Path.Combine(scratch.FullName, "image.tar");
                await new ImageBuilder(loaders[0]).BuildAsync(parsed.GetValue(tag)!, dockerfile, folder, image, pairs, cancellation).ConfigureAwait(false);
                await LoadAsync(loaders, image, cancellation).ConfigureAwait(false);
            }
            finally { scratch.Delete(recursive: true); }
        }));
        return command;
    }

    private Command Load()
    {
        var (name, file) = (LocalCommands.NameOption(), new Argument<string>("file") { Description = "an image as a tar file, in the OCI or Docker layout" });
        var command = new Command("load", "Load an image from a file") { name, file };
        command.SetAction((parsed, cancellation) => WithAsync(parsed.GetValue(name)!, loaders => LoadAsync(loaders, Path.GetFullPath(parsed.GetValue(file)!), cancellation)));
        return command;
    }

    private Command List()
    {
        var name = LocalCommands.NameOption();
        var command = new Command("ls", "List the images") { name };
        command.SetAction((parsed, cancellation) => WithAsync(parsed.GetValue(name)!, async loaders => Print(await loaders[0].ListAsync(cancellation).ConfigureAwait(false))));
        return command;
    }

    // Every node has its own images, and a pod may come to any of them.
    private async Task LoadAsync(IReadOnlyList<IImageStore> loaders, string image, CancellationToken cancellation)
    {
        var names = await Task.WhenAll(loaders.Select(l => l.LoadAsync(image, cancellation))).ConfigureAwait(false);
        Print(names[0]);
    }

    private void Print(IReadOnlyList<string> names)
    {
        foreach (var name in names) { output.WriteLine(name); }
    }

    private async Task<int> WithAsync(string name, Func<IReadOnlyList<IImageStore>, Task> action)
    {
        var cluster = actions.Get(name);
        var folders = cluster.Workers.Where(actions.IsRunning).Select(static w => w.ContainerdFolder);
        if (cluster.DockerSocket.Length == 0) { folders = folders.Prepend(cluster.ContainerdFolder); }
        using var docker = cluster.DockerSocket.Length > 0 ? new DockerImageStore(cluster.DockerSocket) : null;
        var instances = folders.Select(f => new ContainerdInstance(new ContainerdOptions { Folder = f }, time)).ToArray();
        try
        {
            if (docker is null && instances[0].Process is null) { throw new LocalClusterException($"cluster \"{name}\" does not run: kubesharp start{(name == LocalCluster.DefaultName ? "" : $" -p {name}")}"); }
            await action([.. docker is null ? Array.Empty<IImageStore>() : [docker], .. instances.Select(static i => new ImageLoader(i.SocketPath))]).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CommandException or FormatException or IOException or InvalidDataException) { throw new LocalClusterException(e.Message, e); }
        finally
        {
            foreach (var instance in instances) { await instance.DisposeAsync().ConfigureAwait(false); }
        }
        return 0;
    }
}
