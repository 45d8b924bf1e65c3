;; to[k] += scale * from[k] for k in [0, count), four at a time; addresses in bytes.
(module
  (import "tfjs" "memory" (memory 1))
  (func (export "addScaled") (param $to i32) (param $from i32) (param $count i32) (param $scale f32)
    (local $end i32) (local $fours i32)
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $fours (i32.add (local.get $to) (i32.shl (i32.and (local.get $count) (i32.const -4)) (i32.const 2))))
    (block $vectors
      (loop $vector
        (br_if $vectors (i32.ge_u (local.get $to) (local.get $fours)))
        (v128.store (local.get $to)
          (f32x4.add (v128.load (local.get $to))
            (f32x4.mul (v128.load (local.get $from)) (f32x4.splat (local.get $scale)))))
        (local.set $to (i32.add (local.get $to) (i32.const 16)))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br $vector)))
    (block $rest
      (loop $one
        (br_if $rest (i32.ge_u (local.get $to) (local.get $end)))
        (f32.store (local.get $to)
          (f32.add (f32.load (local.get $to)) (f32.mul (f32.load (local.get $from)) (local.get $scale))))
        (local.set $to (i32.add (local.get $to) (i32.const 4)))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (br $one)))))
