using System.Formats.Tar;
using KubeSharp.Cli.Connection;

namespace KubeSharp.Cli.Copying;

/// <summary>Writes what an archive from a pod holds: only plain files and folders, and nothing outside the target.</summary>
/// <param name="source">What was packed.</param>
/// <param name="target">Where it goes.</param>
/// <param name="instead">The call that unpacks links too.</param>
/// <param name="warn">Takes a line for each entry that is left out.</param>
internal sealed class Unpacking(CopyPlace source, string target, string instead, Action<string> warn)
{
    private const int BlockBytes = 512;
    private bool _isLinkTold;

    /// <summary>Unpacks all.</summary>
    /// <exception cref="CliException">It is no such archive, or cannot be written.</exception>
    public async Task RunAsync(Stream from, CancellationToken cancellation)
    {
        await using var archive = new TarReader(from, leaveOpen: true);
        var prefix = UnixPath.Inner(UnixPath.Clean(source.Path.TrimStart('/', '\\')));
        while (await NextAsync(archive, from, cancellation) is { } entry)
        {
            // Compat: the names of an honest archive begin with what was asked for.
            if (!entry.Name.StartsWith(prefix, StringComparison.Ordinal)) { throw new CliException("tar contents corrupted"); }
            var path = UnixPath.Join(target, entry.Name[prefix.Length..].Replace('\\', '/'));
            if (!IsWithin(target, path)) { warn($"warning: file \"{Escapes.Neutralize(path)}\" is outside target destination, skipping"); continue; }
            MakeFolder(Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".");
            switch (entry.EntryType)
            {
                case TarEntryType.Directory: MakeFolder(path); break;
                case TarEntryType.SymbolicLink: TellLink(path, entry.LinkName); break;
                default: await WriteAsync(path, entry.DataStream, cancellation); break;
            }
        }
    }

    /// <summary>Whether a path is the target or below it. Pure.</summary>
    public static bool IsWithin(string target, string path) => Path.GetRelativePath(target, path) is var way && way != ".." && !way.StartsWith("../", StringComparison.Ordinal);

    private void TellLink(string path, string names)
    {
        warn($"warning: skipping symlink: \"{Escapes.Neutralize(path)}\" -> \"{Escapes.Neutralize(names)}\"{(_isLinkTold ? "" : $" (consider using \"{instead}\")")}");
        _isLinkTold = true;
    }

    private static void MakeFolder(string path)
    {
        for (var part = path; part is { Length: > 0 }; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part)) { throw new CliException($"mkdir {part}: not a directory"); }
        }
        Directory.CreateDirectory(path);
    }

    // Files get the usual rights of new ones, whatever the archive says.
    private static async Task WriteAsync(string path, Stream? content, CancellationToken cancellation)
    {
        if (Directory.Exists(path)) { throw new CliException($"open {path}: is a directory"); }
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        try { await (content ?? Stream.Null).CopyToAsync(file, cancellation); }
        catch (EndOfStreamException) { throw new CliException("unexpected EOF"); }
    }

    private static async Task<TarEntry?> NextAsync(TarReader archive, Stream from, CancellationToken cancellation)
    {
        try { return await archive.GetNextEntryAsync(copyData: false, cancellation); }
        // Compat: an archive may end without its end marks, but not within a block.
        catch (EndOfStreamException) { return from.Position % BlockBytes == 0 ? null : throw new CliException("unexpected EOF"); }
        catch (InvalidDataException) { throw new CliException("archive/tar: invalid tar header"); }
    }
}
