//! Members as a Parquet file: a row for each, a column for each number that was drawn or came out.

use std::io;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnPath, Type, TypePtr};

use super::file::{self, Sink};
use crate::fault::Fault;
use crate::study::ensemble::{Ensemble, MemberColumn};

/// Members of a row group.
const ROWS: u64 = 65_536;
/// Columns of a row group that are held at once: 256 MiB, however many there are. The members are run again for the others.
const COLUMNS: usize = 512;
/// Members run before it is asked whether to go on.
const BATCH: u64 = 4096;
/// Bytes of the distinct numbers of a column that are listed; a column with more is written number by number.
const DISTINCT: usize = 16 << 10;
/// The key of the manifest among the metadata of the file.
const MANIFEST: &str = "ofogh.manifest";

/// How much is done, of how much; false to stop.
pub type GoOn<'a> = dyn FnMut(u64, u64) -> bool + 'a;

/// Writes the members from `range.0` to before `range.1` to `path`, row group by row group; equal ensembles give equal bytes.
/// False if `go_on` stopped it: then nothing is written.
///
/// # Errors
/// What [`file::write_with`] refuses: a file that is not ours, a full disk.
pub fn write(
    path: &Path,
    ensemble: &Ensemble,
    range: (u64, u64),
    force: bool,
    go_on: &mut GoOn<'_>,
) -> Result<bool, Fault> {
    file::write_with(path, force, |sink| fill(sink, ensemble, range, go_on).map_err(of_disk))
}

fn fill(
    sink: &mut Sink,
    ensemble: &Ensemble,
    (first, last): (u64, u64),
    go_on: &mut GoOn<'_>,
) -> Result<bool, ParquetError> {
    let columns = ensemble.columns();
    let properties = properties(ensemble, (first, last));
    let mut writer = SerializedFileWriter::new(sink, schema(&columns)?, Arc::new(properties))?;
    let mut registers = ensemble.members.registers();
    let mut values = vec![Vec::new(); columns.len().min(COLUMNS)];
    let all = columns.len() as u64;
    for begin in (first..last).step_by(usize::try_from(ROWS).unwrap_or(usize::MAX)) {
        let end = last.min(begin + ROWS);
        let mut group = writer.next_row_group()?;
        let numbers: Vec<i64> = (begin..end).map(u64::cast_signed).collect();
        one_column(&mut group, |column| column.typed::<Int64Type>().write_batch(&numbers, None, None))?;
        let mut before = 0;
        for some in columns.chunks(COLUMNS) {
            values.iter_mut().for_each(Vec::clear);
            let mut at = begin;
            while at < end {
                let done = (begin - first) * all + before * (end - begin) + (at - begin) * some.len() as u64;
                if !go_on(done, (last - first) * all) {
                    return Ok(false);
                }
                let until = end.min(at + BATCH);
                ensemble.keep(some, (at, until), &mut registers, &mut values);
                at = until;
            }
            for (_, values) in some.iter().zip(&mut values) {
                // A nought has no sign.
                for value in values.iter_mut() {
                    *value += 0.0;
                }
                one_column(&mut group, |column| {
                    column.typed::<DoubleType>().write_batch(values, None, None)
                })?;
            }
            before += some.len() as u64;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(true)
}

/// Writes the next column of a row group.
fn one_column(
    group: &mut SerializedRowGroupWriter<'_, &mut Sink>,
    write: impl FnOnce(&mut parquet::file::writer::SerializedColumnWriter<'_>) -> Result<usize, ParquetError>,
) -> Result<(), ParquetError> {
    let missing = || ParquetError::General("the file has fewer columns than the members".to_owned());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    write(&mut column)?;
    column.close()
}

fn schema(columns: &[(String, MemberColumn)]) -> Result<TypePtr, ParquetError> {
    let unsigned = LogicalType::integer(64, false);
    let member = Type::primitive_type_builder("member", Physical::INT64)
        .with_logical_type(Some(unsigned))
        .with_repetition(Repetition::REQUIRED)
        .build();
    let column = |(name, _): &(String, MemberColumn)| {
        let column = Type::primitive_type_builder(name, Physical::DOUBLE);
        column.with_repetition(Repetition::REQUIRED).build().map(Arc::new)
    };
    let fields = std::iter::once(member.map(Arc::new)).chain(columns.iter().map(column));
    let fields = fields.collect::<Result<Vec<TypePtr>, ParquetError>>()?;
    Ok(Arc::new(Type::group_type_builder("member").with_fields(fields).build()?))
}

fn properties(ensemble: &Ensemble, (first, last): (u64, u64)) -> WriterProperties {
    let mut manifest = super::ensemble::manifest(ensemble, last - first);
    manifest["first"] = first.into();
    manifest["all"] = ensemble.all.into();
    let member = ColumnPath::from("member");
    WriterProperties::builder()
        .set_key_value_metadata(Some(vec![KeyValue::new(MANIFEST.to_owned(), manifest.to_string())]))
        .set_compression(Compression::SNAPPY)
        // The same byte of every number side by side: signs and exponents are alike.
        .set_encoding(Encoding::BYTE_STREAM_SPLIT)
        .set_dictionary_page_size_limit(DISTINCT)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_column_encoding(member.clone(), Encoding::DELTA_BINARY_PACKED)
        .set_column_dictionary_enabled(member, false)
        .build()
}

/// What the disk said, if it was the disk.
fn of_disk(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
