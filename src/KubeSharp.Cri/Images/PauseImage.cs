namespace KubeSharp.Cri.Images;

/// <summary>The image of pod sandboxes, made here.</summary>
public static class PauseImage
{
    /// <summary>Its name.</summary>
    public const string Reference = "kubesharp.local/pause:1";

    /// <summary>Makes and loads it where it is missing.</summary>
    public static async Task EnsureAsync(IImageStore loader, CancellationToken cancellation)
    {
        if (await loader.HasAsync(Reference, cancellation).ConfigureAwait(false)) { return; }
        var folder = Directory.CreateTempSubdirectory("kubesharp-pause-");
        try
        {
            var (layer, image) = (Path.Combine(folder.FullName, "layer.tar"), Path.Combine(folder.FullName, "image.tar"));
            await using (var output = File.Create(layer))
            await using (var tar = new LayerTar(output)) { await tar.AddFileAsync("/pause", PauseProgram.For(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture), (UnixFileMode)0b101_101_101, cancellation).ConfigureAwait(false); }
            await OciImage.WriteAsync(image, Reference, new ImageConfiguration { Entrypoint = ["/pause"], User = "65535:65535" }, [layer], cancellation).ConfigureAwait(false);
            await loader.LoadAsync(image, cancellation).ConfigureAwait(false);
        }
        finally { folder.Delete(recursive: true); }
    }
}
