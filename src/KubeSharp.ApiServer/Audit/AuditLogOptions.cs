namespace KubeSharp.ApiServer.Audit;

/// <summary>Where audit events are written, as --audit-log-path, --audit-log-maxsize, --audit-log-maxbackup, --audit-log-maxage.</summary>
/// <param name="Path">The file.</param>
public sealed record AuditLogOptions(string Path)
{
    /// <summary>It is turned over when it would grow larger, bytes; 0: never; default 100 MiB.</summary>
    public long BytesMax { get; init; } = 100 * 1024 * 1024;
    /// <summary>Old files are compressed: their names end in .gz.</summary>
    public bool IsCompressed { get; init; }
    /// <summary>Old files kept; 0: all.</summary>
    public int FilesMax { get; init; }
    /// <summary>How long old files are kept; zero: for ever.</summary>
    public TimeSpan AgeMax { get; init; }
}
